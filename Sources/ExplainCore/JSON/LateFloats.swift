/// An array of floats that is there to be read.
enum LateFloats: Sendable, Equatable {
    /// It has been read.
    case values([Float])
    /// It starts at this byte, and is well-formed.
    case place(Int)
}
