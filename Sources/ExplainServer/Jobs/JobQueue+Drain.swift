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
        let isInTime = crew?.pool.drain(timeoutMilliseconds: timeoutMilliseconds) ?? true
        for job in board.withLock(\.running) { _ = try apply(.requeue(.drained), to: job.id) }
        return isInTime
    }
}
