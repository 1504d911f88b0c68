#if canImport(Glibc)
    import CLinux
    import Glibc
#else
    import Darwin
#endif

/// Wakes a poller from another thread: an eventfd on Linux, a pipe elsewhere.
final class Wakeup: Sendable {
    private let readEnd: Descriptor
    #if !os(Linux)
        private let writeEnd: Descriptor
    #endif

    /// Opens the descriptors.
    init() throws(NetworkError) {
        #if os(Linux)
            let number = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
            guard number >= 0 else { throw .system(call: "eventfd", code: errno) }
            readEnd = Descriptor(owning: number)
        #else
            var ends: [Int32] = [-1, -1]
            // SAFETY: the call writes the two elements of the array.
            guard unsafe pipe(&ends) == 0 else { throw .system(call: "pipe", code: errno) }
            readEnd = Descriptor(owning: ends[0])
            writeEnd = Descriptor(owning: ends[1])
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
        #endif
    }

    /// What the poller watches for being readable.
    var descriptor: Int32 { readEnd.number }

    /// Makes the descriptor readable; from any thread.
    func signal() {
        var one: UInt64 = 1
        // SAFETY: the call reads the eight bytes of the value. When it fails the descriptor is readable already.
        #if os(Linux)
            _ = unsafe write(readEnd.number, &one, MemoryLayout<UInt64>.size)
        #else
            _ = unsafe write(writeEnd.number, &one, 1)
        #endif
    }

    /// Makes the descriptor unreadable again.
    func clear() {
        var bytes = (UInt64(0), UInt64(0))
        // SAFETY: the calls write at most the sixteen bytes of the value.
        #if os(Linux)
            _ = unsafe read(readEnd.number, &bytes, MemoryLayout<UInt64>.size)
        #else
            while unsafe read(readEnd.number, &bytes, 16) == 16 {}
        #endif
    }
}
