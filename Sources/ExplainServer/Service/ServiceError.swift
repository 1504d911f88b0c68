import ExplainCore

/// Why the service did not compute an explanation.
enum ServiceError: Error, Equatable {
    /// The computation failed or was stopped.
    case explain(ExplainError)
    /// The model's answer for this instance, alone or mixed with reference rows, is not finite.
    case notFinite(instance: Int)
    /// All clients that waited have gone.
    case abandoned
    /// The compute queue is full.
    case overloaded
    /// The queue of this model, which is asked elsewhere, is full.
    case modelOverloaded(String)
}
