/// Keeps what a long computation has done, so that the next attempt goes on there after an interruption.
///
/// Numbers come back with the bits that they were kept with, so the result is that of an unbroken run. Keeping is a service,
/// not a duty: a keeper that loses numbers costs time, not correctness.
public protocol WorkKeeper: Sendable {
    /// The least time between two calls of ``keep(_:under:)`` for the same name, but for the last.
    var pause: Duration { get }

    /// The numbers under a name, from the first to the first that is missing.
    func kept(_ name: String) -> [Double]

    /// Keeps numbers under a name from `position` on, and tells whether all of them are kept.
    func keep(_ numbers: [Double], under name: String, at position: Int) -> Bool

    /// Lets go of the numbers under a name.
    func drop(_ name: String)
}
