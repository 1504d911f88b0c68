import Synchronization

/// Numbered pieces of work on several threads, taken in order.
///
/// Pieces are handed out in ascending order and a piece that was taken is finished, so that what is done is always a prefix,
/// and an error is the one of the lowest piece that fails, at any number of threads. A piece that the deadline stopped on its
/// way, as it does while a model elsewhere is asked, ends the prefix before it.
enum ParallelLoop {
    private struct Failure {
        var piece: Int
        var error: ExplainError
    }

    /// Runs pieces 0..<`pieces` and returns how many were done: fewer than all when the deadline passed.
    ///
    /// - Throws: ``ExplainError/cancelled``, or what `body` throws.
    static func run(
        pieces: Int, context: ComputeContext, body: @Sendable (Int) throws(ExplainError) -> Void
    ) throws(ExplainError) -> Int {
        let next = Mutex(0)
        let failure = Mutex<Failure?>(nil)
        @Sendable func work(_: Int) {
            while !context.cancellation.isCancelled, !context.cancellation.isExpired,
                failure.withLock({ $0 == nil })
            {
                let piece = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard piece < pieces else { return }
                do throws(ExplainError) {
                    try body(piece)
                } catch {
                    failure.withLock { failure in
                        if failure.map({ piece < $0.piece }) ?? true { failure = Failure(piece: piece, error: error) }
                    }
                }
            }
        }
        let width = max(1, min(context.parallelism, pieces))
        if width == 1 { work(0) } else { context.executor.perform(width: width, work) }
        if context.cancellation.isCancelled { throw .cancelled }
        if let failure = failure.withLock({ $0 }) {
            guard failure.error == .deadlineExceeded, context.cancellation.isExpired else { throw failure.error }
            return failure.piece
        }
        return min(pieces, next.withLock { $0 })
    }
}
