import Foundation

/// Work on a thread of its own.
enum RunningThread {
    static func run(_ work: @escaping @Sendable () -> Void) { Thread.detachNewThread(work) }
}
