#if canImport(Darwin)
    import Darwin

    /// The poller of Darwin.
    final class KqueuePoller: Poller {
        private let queue: Descriptor
        private var interests: [Int32: Interest] = [:]
        private static let eventsPerWait = 256

        /// Opens a kernel queue.
        init() throws(NetworkError) {
            let number = kqueue()
            guard number >= 0 else { throw .system(call: "kqueue", code: errno) }
            queue = Descriptor(owning: number)
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        }

        func add(_ descriptor: Int32, _ interest: Interest) -> Bool {
            interests[descriptor] = []
            return change(descriptor, to: interest)
        }

        func modify(_ descriptor: Int32, _ interest: Interest) { _ = change(descriptor, to: interest) }

        func remove(_ descriptor: Int32) {
            _ = change(descriptor, to: [])
            interests[descriptor] = nil
        }

        func wait(timeoutMilliseconds: Int32, into events: inout [ReadyEvent]) {
            events.removeAll(keepingCapacity: true)
            var limit = timespec(
                tv_sec: Int(timeoutMilliseconds / 1000), tv_nsec: Int(timeoutMilliseconds % 1000) * 1_000_000)
            // SAFETY: the call writes at most as many events as the buffer holds, and only those are read.
            unsafe withUnsafeTemporaryAllocation(of: kevent.self, capacity: Self.eventsPerWait) { found in
                let count = unsafe withUnsafePointer(to: &limit) { limit in
                    unsafe Darwin.kevent(
                        queue.number, nil, 0, found.baseAddress, Int32(Self.eventsPerWait),
                        timeoutMilliseconds < 0 ? nil : limit)
                }
                guard count > 0 else { return }
                for index in 0..<Int(count) { unsafe events.append(Self.event(found[index])) }
            }
        }

        // SAFETY: reads plain numbers; the pointer that makes the type unsafe is never followed.
        private static func event(_ event: kevent) -> ReadyEvent {
            let isEnd = unsafe Int32(event.flags) & (EV_EOF | EV_ERROR) != 0
            let isRead = unsafe Int32(event.filter) == EVFILT_READ
            // The end of one direction is told by the read itself; only a lost write side is a hang-up.
            return unsafe ReadyEvent(
                descriptor: Int32(truncatingIfNeeded: event.ident), isReadable: isRead, isWritable: !isRead,
                isHungUp: isEnd && !isRead)
        }

        private func change(_ descriptor: Int32, to interest: Interest) -> Bool {
            let before = interests[descriptor] ?? []
            interests[descriptor] = interest
            let isRead = set(descriptor, EVFILT_READ, interest.contains(.readable), before.contains(.readable))
            let isWrite = set(descriptor, EVFILT_WRITE, interest.contains(.writable), before.contains(.writable))
            return isRead && isWrite
        }

        private func set(_ descriptor: Int32, _ filter: Int32, _ isWanted: Bool, _ wasWanted: Bool) -> Bool {
            guard isWanted != wasWanted else { return true }
            // SAFETY: the call only reads the value whose address it is given; it carries no pointer.
            var event = unsafe kevent(
                ident: UInt(descriptor), filter: Int16(filter), flags: UInt16(isWanted ? EV_ADD : EV_DELETE), fflags: 0,
                data: 0, udata: nil)
            return unsafe Darwin.kevent(queue.number, &event, 1, nil, 0, nil) == 0
        }
    }
#endif
