import Dispatch
import ExplainCore
import Synchronization

/// Runs parallel work on the calling thread and on whatever threads of a pool are idle.
///
/// The pool should hold no queue: work that cannot begin at once is left to the threads that have begun.
struct PoolExecutor: ParallelExecutor {
    let pool: ComputePool

    func perform(width: Int, _ work: @Sendable (Int) -> Void) {
        withoutActuallyEscaping(work) { work in
            let shared = SharedWork(work)
            let helpers = DispatchGroup()
            for index in stride(from: 1, to: width, by: 1) {
                helpers.enter()
                let isTaken = pool.submit {
                    shared.run(index)
                    helpers.leave()
                }
                if !isTaken { helpers.leave() }
            }
            work(0)
            helpers.wait()
            shared.forget()
        }
    }
}

/// Work that several threads hold for as long as they run it: a pool lets go of its pieces only some time later, when
/// the work may be gone.
private final class SharedWork: Sendable {
    private let work: Mutex<(@Sendable (Int) -> Void)?>

    init(_ work: @escaping @Sendable (Int) -> Void) { self.work = Mutex(work) }

    func run(_ index: Int) {
        let work = work.withLock { $0 }
        work?(index)
    }

    func forget() { work.withLock { $0 = nil } }
}
