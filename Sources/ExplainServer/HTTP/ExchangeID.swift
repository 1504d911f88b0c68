/// Names one request waiting for its response: a connection's place in the loop, and a number used once.
///
/// The number makes an answer that comes after its connection went away, and the place was given to another, fall flat.
struct ExchangeID: Sendable, Hashable {
    /// The connection's descriptor.
    var descriptor: Int32
    /// Counts the exchanges of a server.
    var serial: UInt64
}
