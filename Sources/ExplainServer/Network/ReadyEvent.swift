/// What a poller found out about one descriptor.
struct ReadyEvent: Sendable, Equatable {
    /// The descriptor.
    var descriptor: Int32
    /// Whether a read would not block.
    var isReadable: Bool
    /// Whether a write would not block.
    var isWritable: Bool
    /// Whether the connection is gone in both directions, or in error.
    var isHungUp: Bool
}
