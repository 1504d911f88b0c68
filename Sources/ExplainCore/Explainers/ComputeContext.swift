import Synchronization

/// A switch that stops a computation from another thread.
///
/// Computations look at it between batches of model rows and inside long calculations.
public final class Cancellation: Sendable {
    private let state = Atomic<Int>(0)

    /// Creates a switch that is off.
    public init() {}

    /// Asks the computation to stop without a result.
    public func cancel() { state.store(2, ordering: .releasing) }

    /// Says that the deadline has passed: an anytime method answers with what it has, others stop.
    public func expire() { _ = state.compareExchange(expected: 0, desired: 1, ordering: .acquiringAndReleasing) }

    /// Takes an ``expire()`` back: there is more time after all; false when there was none, or the computation is cancelled.
    public func renew() -> Bool {
        state.compareExchange(expected: 1, desired: 0, ordering: .acquiringAndReleasing).exchanged
    }

    /// Whether ``cancel()`` was called.
    public var isCancelled: Bool { state.load(ordering: .acquiring) == 2 }

    /// Whether ``expire()`` was called first, and not taken back.
    public var isExpired: Bool { state.load(ordering: .acquiring) == 1 }
}

/// How far a computation is, in evaluations.
public struct Progress: Sendable, Equatable {
    /// Evaluations done.
    public var done: Int
    /// Evaluations in all.
    public var total: Int
    /// How much of `done` an earlier attempt did.
    public var resumed: Int

    /// Creates a progress report.
    public init(done: Int, total: Int, resumed: Int = 0) {
        self.done = done
        self.total = total
        self.resumed = resumed
    }
}

/// What surrounds a computation without changing its result: seed aside, no field here changes a bit of the answer.
public struct ComputeContext: Sendable {
    /// Seeds every random choice.
    public var seed: UInt64
    /// Stops the computation.
    public var cancellation: Cancellation
    /// Told now and then, from any thread, never backwards.
    public var progress: @Sendable (Progress) -> Void
    /// The number of threads that may work at once.
    public var parallelism: Int
    /// Where those threads come from.
    public var executor: any ParallelExecutor
    /// Where long computations keep what they have done; nil: they begin anew after an interruption.
    public var keeper: (any WorkKeeper)?

    /// Creates a context.
    public init(
        seed: UInt64 = 0, cancellation: Cancellation = Cancellation(), parallelism: Int = 1,
        executor: any ParallelExecutor = DispatchExecutor(), keeper: (any WorkKeeper)? = nil,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) {
        self.seed = seed
        self.cancellation = cancellation
        self.parallelism = parallelism
        self.executor = executor
        self.keeper = keeper
        self.progress = progress
    }

    /// Goes on unless the computation was cancelled or its deadline has passed: for methods that have no answer before the end.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    public func look() throws(ExplainError) {
        try Checkpoint(cancellation: cancellation, heedsDeadline: true).look()
    }

    /// The steps of a calculation that is finished although the deadline passed: some tenths of a second.
    static let smallCalculation = 1e8

    /// The looks that a calculation of `operations` steps takes at the switch.
    ///
    /// An anytime method owes an answer to a deadline that cut its sampling, and the answer needs its solve: a small one
    /// is finished unless cancelled. A large one ends at the deadline, without an answer.
    public func checkpoint(operations: Double) -> Checkpoint {
        Checkpoint(cancellation: cancellation, heedsDeadline: operations > Self.smallCalculation)
    }
}

/// Why an explanation was not computed.
public enum ExplainError: Error, Equatable {
    /// It was cancelled.
    case cancelled
    /// The deadline passed before there was an answer worth giving.
    case deadlineExceeded
    /// Exact enumeration of this many players is beyond the limit.
    case tooManyPlayers(Int, limit: Int)
    /// The budget is below what the method needs.
    case budgetTooSmall(Int, minimum: Int)
    /// The data lacks what the method needs; the text says what.
    case unsuitableData(String)
    /// The model failed.
    case model(ModelError)
}

extension ExplainError {
    /// Why a computation ends when the model does not answer.
    public init(_ error: ModelError) {
        switch error {
        case .cancelled: self = .cancelled
        case .deadlineExceeded: self = .deadlineExceeded
        default: self = .model(error)
        }
    }
}
