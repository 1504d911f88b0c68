import ExplainCore
import Synchronization

@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A runner whose jobs run until the test releases them or their cancellation is thrown.
final class HeldRunner: JobRunner {
    /// Sent when a job has begun.
    let began = Signal()
    /// Sent when a job's runner has returned or thrown.
    let ended = Signal()
    /// Jobs that ignore their cancellation, as a computation between two looks at it does.
    let isDeaf: Bool
    private let released = Atomic<Bool>(false)
    private let order = Mutex<[String]>([])

    init(isDeaf: Bool = false) { self.isDeaf = isDeaf }

    /// The jobs in the order in which they began.
    var begun: [String] { order.withLock { $0 } }

    /// Lets all jobs end with their request as the result.
    func release() { released.store(true, ordering: .releasing) }

    func run(
        _ job: Job, request: [UInt8], keeper: any WorkKeeper, cancellation: Cancellation,
        progress: @escaping @Sendable (Progress) -> Void
    ) throws(JobFailure) -> [UInt8] {
        order.withLock { $0.append(job.id) }
        began.send()
        defer { ended.send() }
        while !released.load(ordering: .acquiring) {
            if cancellation.isCancelled && !isDeaf { throw .cancelled }
            sched_yield()
        }
        return request
    }
}
