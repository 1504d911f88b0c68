import ExplainCore
import Synchronization

extension JobQueue {
    /// Takes no more jobs, answers all who wait, stops the runners and puts their jobs back to the queue.
    ///
    /// A job whose runner does not stop in time goes back too, and what that runner returns is dropped: in the store
    /// no job is running when this returns. The next start of the server goes on with them.
    /// - Returns: whether all runners stopped in time.
    /// - Throws: what the store throws; a job it could not put back is found running at the next start.
    @discardableResult func drain(timeoutMilliseconds: Int) throws(StorageError) -> Bool {
        let now = clock.monotonicNanoseconds
        let (cancellations, notices) = writer.withLock { _ in
            board.withLock { board in
                let cancellations = board.drain()
                return (cancellations, board.endWaits(nowNanoseconds: now))
            }
        }
        for cancellation in cancellations { cancellation.cancel() }
        for notice in notices { notice.deliver() }
        let crew = crew.withLock { $0 }
        let end = now &+ UInt64(max(0, timeoutMilliseconds)) * 1_000_000
        var isInTime = true
        for pool in (crew.map { [$0.pool] + $0.lanes.values } ?? []) {
            let now = clock.monotonicNanoseconds
            isInTime = pool.drain(timeoutMilliseconds: end > now ? Int((end - now) / 1_000_000) : 0) && isInTime
        }
        for job in board.withLock(\.running) {
            _ = try apply(.requeue(.drained, hasKept: store.hasParts(of: job.id)), to: job.id)
        }
        return isInTime
    }
}
