/// How far the loading of a model file has come.
public struct LoadProgress: Sendable, Equatable {
    /// What is being done.
    public enum Stage: String, Sendable {
        /// The file is being read; progress counts its bytes.
        case reading
        /// The trees are being checked and laid out; progress counts them.
        case building
    }

    /// What is being done.
    public let stage: Stage
    /// How much of it is done.
    public let done: Int
    /// How much of it there is.
    public let total: Int

    /// Creates a report.
    public init(_ stage: Stage, _ done: Int, of total: Int) {
        self.stage = stage
        self.done = done
        self.total = total
    }
}

/// Is told the progress of a load at every tree, on the thread that loads.
public typealias LoadObserver = (LoadProgress) -> Void
