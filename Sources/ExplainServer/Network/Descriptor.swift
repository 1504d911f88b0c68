#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file descriptor that is closed when its owner goes away.
struct Descriptor: ~Copyable, Sendable {
    /// The number of the descriptor.
    let number: Int32

    /// Takes ownership of an open descriptor.
    init(owning number: Int32) { self.number = number }

    deinit { _ = close(number) }
}
