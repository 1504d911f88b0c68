import ExplainCore

/// Why the service did not compute an explanation.
enum ServiceError: Error, Equatable {
    /// The computation failed or was stopped.
    case explain(ExplainError)
    /// The compute queue is full.
    case overloaded
}
