/// What a poller reports about a descriptor, besides errors and hang-ups.
struct Interest: OptionSet, Sendable {
    let rawValue: UInt8

    /// There are bytes to read, or a connection to accept.
    static let readable = Interest(rawValue: 1)
    /// There is room to write.
    static let writable = Interest(rawValue: 2)
}
