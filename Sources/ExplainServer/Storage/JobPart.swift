/// A piece of what a job keeps under a name.
struct JobPart: Sendable, Equatable {
    /// The place of its first number among those under the name.
    var position: Int
    /// The numbers, in a form of the keeper's own.
    var body: [UInt8]
}
