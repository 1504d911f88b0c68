import Dispatch
import Testing

/// Something that another thread makes happen; waiting for it ends after a while in any case.
final class Signal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    /// Makes it happen, once for each call.
    func send() { semaphore.signal() }

    /// Waits until it has happened so often.
    ///
    /// - Returns: whether it did within 20 seconds.
    func wait(times: Int = 1) -> Bool {
        let deadline = DispatchTime.now() + .seconds(20)
        return (0..<times).allSatisfy { _ in semaphore.wait(timeout: deadline) == .success }
    }

    /// Waits, and fails the test if it does not happen.
    func require() {
        if !wait() { Issue.record("nothing happened within 20 seconds") }
    }
}
