/// Reads a tree of objects, arrays and scalars piece by piece, in whatever encoding: JSON or UBJSON.
///
/// The caller asks for what it expects, as ``JSONReader`` describes.
protocol StructuredReader: ~Copyable {
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
}

extension JSONReader: StructuredReader {}
