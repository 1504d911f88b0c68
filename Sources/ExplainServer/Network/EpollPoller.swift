#if os(Linux)
    import CLinux
    import Glibc

    /// The poller of Linux.
    final class EpollPoller: Poller {
        private let epoll: Descriptor
        private static let eventsPerWait = 256

        /// Opens an epoll instance.
        init() throws(NetworkError) {
            let number = epoll_create1(Int32(EPOLL_CLOEXEC))
            guard number >= 0 else { throw .system(call: "epoll_create1", code: errno) }
            epoll = Descriptor(owning: number)
        }

        func add(_ descriptor: Int32, _ interest: Interest) -> Bool { control(EPOLL_CTL_ADD, descriptor, interest) }

        func modify(_ descriptor: Int32, _ interest: Interest) { _ = control(EPOLL_CTL_MOD, descriptor, interest) }

        func remove(_ descriptor: Int32) { _ = control(EPOLL_CTL_DEL, descriptor, []) }

        func wait(timeoutMilliseconds: Int32, into events: inout [ReadyEvent]) {
            events.removeAll(keepingCapacity: true)
            // SAFETY: the call writes at most as many events as the buffer holds, and only those are read. The member of the
            // union is the one that `control` set.
            unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventsPerWait) { found in
                let count = unsafe epoll_wait(
                    epoll.number, found.baseAddress, Int32(Self.eventsPerWait), timeoutMilliseconds)
                guard count > 0 else { return }
                for index in 0..<Int(count) {
                    let flags = unsafe found[index].events
                    events.append(
                        ReadyEvent(
                            descriptor: unsafe found[index].data.fd, isReadable: flags & EPOLLIN.rawValue != 0,
                            isWritable: flags & EPOLLOUT.rawValue != 0,
                            isHungUp: flags & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0))
                }
            }
        }

        private func control(_ operation: Int32, _ descriptor: Int32, _ interest: Interest) -> Bool {
            var flags: UInt32 = 0
            if interest.contains(.readable) { flags |= EPOLLIN.rawValue }
            if interest.contains(.writable) { flags |= EPOLLOUT.rawValue }
            // SAFETY: the call only reads the value whose address it is given.
            var event = unsafe epoll_event(events: flags, data: epoll_data(fd: descriptor))
            return unsafe epoll_ctl(epoll.number, operation, descriptor, &event) == 0
        }
    }
#endif
