/// What has to be done after an event.
enum JobEffect: Sendable, Equatable {
    /// Nothing: the event changes nothing in this status.
    case ignored
    /// The progress moved; writing it can wait.
    case progressed
    /// The status changed and has to be written.
    case changed
    /// The status changed and has to be written, and the runner has to be told to stop.
    case changedStoppingRunner
}
