#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A poller over poll(2), for systems without a better one.
///
/// - Complexity: every wait is O(watched descriptors).
final class PortablePoller: Poller {
    private var watched: [pollfd] = []
    private var places: [Int32: Int] = [:]

    func add(_ descriptor: Int32, _ interest: Interest) -> Bool {
        places[descriptor] = watched.count
        watched.append(pollfd(fd: descriptor, events: Self.flags(interest), revents: 0))
        return true
    }

    func modify(_ descriptor: Int32, _ interest: Interest) {
        guard let place = places[descriptor] else { return }
        watched[place].events = Self.flags(interest)
    }

    func remove(_ descriptor: Int32) {
        guard let place = places.removeValue(forKey: descriptor) else { return }
        let last = watched.removeLast()
        guard place < watched.count else { return }
        watched[place] = last
        places[last.fd] = place
    }

    func wait(timeoutMilliseconds: Int32, into events: inout [ReadyEvent]) {
        events.removeAll(keepingCapacity: true)
        let count = nfds_t(watched.count)
        // SAFETY: the array outlives the call, which reads and writes its `count` elements.
        let found = unsafe watched.withUnsafeMutableBufferPointer {
            unsafe poll($0.baseAddress, count, timeoutMilliseconds)
        }
        guard found > 0 else { return }
        for entry in watched where entry.revents != 0 {
            let flags = Int32(entry.revents)
            events.append(
                ReadyEvent(
                    descriptor: entry.fd, isReadable: flags & Int32(POLLIN) != 0,
                    isWritable: flags & Int32(POLLOUT) != 0,
                    isHungUp: flags & Int32(POLLHUP | POLLERR | POLLNVAL) != 0))
        }
    }

    private static func flags(_ interest: Interest) -> Int16 {
        var flags: Int32 = 0
        if interest.contains(.readable) { flags |= Int32(POLLIN) }
        if interest.contains(.writable) { flags |= Int32(POLLOUT) }
        return Int16(flags)
    }
}
