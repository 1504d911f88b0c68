/// Reads a tree of objects, arrays and scalars piece by piece, in whatever encoding: JSON or UBJSON.
///
/// The caller asks for what it expects, as ``JSONReader`` describes.
protocol StructuredReader: ~Copyable {
    /// The byte that is read next.
    var offset: Int { get }

    mutating func peekKind() throws(JSONError) -> JSONKind
    mutating func beginObject() throws(JSONError)
    mutating func nextKey() throws(JSONError) -> String?
    mutating func beginArray() throws(JSONError)
    mutating func nextElement() throws(JSONError) -> Bool
    mutating func finish() throws(JSONError)
    mutating func skipValue() throws(JSONError)
    mutating func readString() throws(JSONError) -> String
    mutating func readBool() throws(JSONError) -> Bool
    mutating func readInt() throws(JSONError) -> Int
    mutating func readFloat() throws(JSONError) -> Float
    mutating func readInts() throws(JSONError) -> [Int]
    mutating func readFloats() throws(JSONError) -> [Float]
    func error(_ reason: JSONError.Reason) -> JSONError

    /// Reads an array of small whole numbers if it is written in a way that is read fast; nil, without moving, if not.
    mutating func plainInt32s(expecting count: Int) throws(JSONError) -> [Int32]?

    /// Reads an array of floats, probably `count` of them.
    mutating func readFloats(expecting count: Int) throws(JSONError) -> [Float]

    /// Checks an array of floats that may not be needed.
    mutating func readFloatsLater() throws(JSONError) -> LateFloats

    /// The numbers of a checked array.
    mutating func floats(of late: LateFloats) throws(JSONError) -> [Float]
}

extension JSONReader: StructuredReader {
    mutating func readFloatsLater() throws(JSONError) -> LateFloats {
        if let place = try passPlainNumbers() { return .place(place) }
        return .values(try readFloats())
    }

    mutating func floats(of late: LateFloats) throws(JSONError) -> [Float] {
        switch late {
        case .values(let values): return values
        case .place(let place):
            let end = position
            position = place
            let values = try readFloats()
            position = end
            return values
        }
    }
}
