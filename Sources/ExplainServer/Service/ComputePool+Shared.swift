import Dispatch
import Synchronization

extension ComputePool {
    /// What the threads of a pool share; they outlive the pool by the work it took.
    final class Shared: Sendable {
        private struct State {
            var waiting = WorkQueue()
            var counters: ComputePoolCounters
            var isDraining = false
            var isStopped = false
        }

        private let state: Mutex<State>
        /// Signalled once for each piece of work, and once for each thread at the end.
        private let available = DispatchSemaphore(value: 0)
        /// Entered by each piece of work from its acceptance to its end.
        private let accepted = DispatchGroup()

        init(width: Int, capacity: Int) {
            state = Mutex(State(counters: ComputePoolCounters(width: width, capacity: capacity)))
        }

        var counters: ComputePoolCounters { state.withLock(\.counters) }

        func submit(_ work: @escaping Work) -> Bool {
            let isTaken = state.withLock { state in
                let counters = state.counters
                guard !state.isDraining, counters.busy + counters.queued < counters.width + counters.capacity else {
                    state.counters.rejected += 1
                    return false
                }
                state.waiting.append(work)
                state.counters.queued += 1
                accepted.enter()
                return true
            }
            if isTaken { available.signal() }
            return isTaken
        }

        func drain(timeoutMilliseconds: Int) -> Bool {
            state.withLock { $0.isDraining = true }
            return accepted.wait(timeout: .now() + .milliseconds(timeoutMilliseconds)) == .success
        }

        /// Lets the threads go once the queue is empty.
        func stop() {
            let width = state.withLock { state in
                state.isDraining = true
                state.isStopped = true
                return state.counters.width
            }
            for _ in 0..<width { available.signal() }
        }

        /// A thread's life.
        func work() {
            while true {
                available.wait()
                guard let piece = take() else { return }
                piece()
                state.withLock { state in
                    state.counters.busy -= 1
                    state.counters.completed += 1
                }
                accepted.leave()
            }
        }

        /// The next piece of work; none when the pool has stopped.
        private func take() -> Work? {
            state.withLock { state in
                guard let piece = state.waiting.popFirst() else {
                    assert(state.isStopped, "a signal without work means the end")
                    return nil
                }
                state.counters.queued -= 1
                state.counters.busy += 1
                return piece
            }
        }
    }
}
