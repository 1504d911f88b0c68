import Dispatch
import Foundation

/// Lets a number of threads go on together.
final class Barrier: Sendable {
    private let group = DispatchGroup()

    init(count: Int) {
        for _ in 0..<count { group.enter() }
    }

    /// Arrives, and waits for the others.
    func wait() {
        group.leave()
        group.wait()
    }
}

extension DispatchQueue {
    /// Runs `body` on `count` threads of their own at once and waits for all; blocking in them blocks nobody else.
    static func concurrentPerformOnThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let group = DispatchGroup()
        for index in 0..<count {
            group.enter()
            let thread = Thread {
                body(index)
                group.leave()
            }
            thread.start()
        }
        group.wait()
    }
}
