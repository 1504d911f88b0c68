import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A fixed number of threads that take work from one bounded queue, first in, first out.
///
/// The threads belong to serial Dispatch queues which they never leave, so that work of Dispatch's shared pool cannot
/// keep them from running. On Linux they are a little less urgent than the thread that owns the sockets.
final class ComputePool: Sendable {
    /// A piece of work.
    typealias Work = @Sendable () -> Void

    private let shared: Shared

    /// Creates a pool and its threads.
    ///
    /// - Parameters:
    ///   - label: names the threads' queues.
    ///   - width: the number of threads; as many as processors are online unless given.
    ///   - capacity: the most pieces of work that may wait while all threads are busy.
    ///   - niceness: how much less urgent than the process its threads are on Linux, 0 to 19.
    init(
        label: String = "explaind.compute", width: Int = ComputePool.processorCount, capacity: Int,
        niceness: Int32 = 5
    ) {
        precondition(width > 0, "a pool has a thread at least")
        precondition(capacity >= 0, "a queue's capacity is not negative")
        let shared = Shared(width: width, capacity: capacity)
        self.shared = shared
        for index in 0..<width {
            DispatchQueue(label: "\(label).\(index)").async {
                Self.lowerUrgency(by: niceness)
                shared.work()
            }
        }
    }

    deinit { shared.stop() }

    /// The number of processors online, 1 at least.
    static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// What it does and did.
    var counters: ComputePoolCounters { shared.counters }

    /// Takes a piece of work, unless too many wait or the pool is draining.
    ///
    /// - Returns: whether the work was taken and will be done.
    func submit(_ work: @escaping Work) -> Bool { shared.submit(work) }

    /// Takes no more work and waits until what was taken is done.
    ///
    /// - Returns: whether all was done in time.
    func drain(timeoutMilliseconds: Int) -> Bool { shared.drain(timeoutMilliseconds: timeoutMilliseconds) }

    private static func lowerUrgency(by niceness: Int32) {
        #if os(Linux)
            // On Linux niceness is a thread's own, and 0 names the calling thread. A refusal only costs the preference.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
        #endif
    }
}
