/// Arrays of numbers with a type and a count, as XGBoost writes them: read at once, or passed over.
extension UBJSONReader {
    mutating func plainInt32s(expecting count: Int) throws(JSONError) -> [Int32]? {
        let start = position
        let header = try arrayHeader()
        guard let type = header.elementType, let count = header.count, type == .int32 || type == .uint8 else {
            position = start
            return nil
        }
        let isWide = type == .int32
        let elements = isWide ? Self.int32s(bytes, at: position, count) : Self.bytes(bytes, at: position, count)
        position += (isWide ? 4 : 1) * count
        return elements
    }

    mutating func readFloats(expecting count: Int) throws(JSONError) -> [Float] {
        let start = position
        let header = try arrayHeader()
        guard header.elementType == .float32, let count = header.count else {
            position = start
            return try readFloats()
        }
        let elements = Self.floats(bytes, at: position, count)
        position += 4 * count
        return elements
    }

    private static func bytes(_ bytes: [UInt8], at start: Int, _ count: Int) -> [Int32] {
        bytes[start..<(start + count)].map { Int32($0) }
    }

    /// The `count` big-endian numbers from `start` on, which are there.
    private static func int32s(_ bytes: [UInt8], at start: Int, _ count: Int) -> [Int32] {
        precondition(start >= 0 && count >= 0 && 4 * count <= bytes.count - start, "the numbers are there")
        // SAFETY: the bytes are only read, and stay as long as the array.
        let words = unsafe bytes.span.bytes
        var elements = [Int32](repeating: 0, count: count)
        var places = elements.mutableSpan
        for index in places.indices {
            // SAFETY: the numbers are there.
            let word = unsafe words.unsafeLoadUnaligned(fromByteOffset: start + 4 * index, as: Int32.self)
            places[index] = Int32(bigEndian: word)
        }
        return elements
    }

    private static func floats(_ bytes: [UInt8], at start: Int, _ count: Int) -> [Float] {
        precondition(start >= 0 && count >= 0 && 4 * count <= bytes.count - start, "the numbers are there")
        // SAFETY: the bytes are only read, and stay as long as the array.
        let words = unsafe bytes.span.bytes
        var elements = [Float](repeating: 0, count: count)
        var places = elements.mutableSpan
        for index in places.indices {
            // SAFETY: the numbers are there.
            let word = unsafe words.unsafeLoadUnaligned(fromByteOffset: start + 4 * index, as: UInt32.self)
            places[index] = Float(bitPattern: UInt32(bigEndian: word))
        }
        return elements
    }

    mutating func readFloatsLater() throws(JSONError) -> LateFloats {
        let start = position
        let header = try arrayHeader()
        guard header.elementType == .float32, let count = header.count else {
            position = start
            return .values(try readFloats())
        }
        position += 4 * count
        return .place(start)
    }

    mutating func floats(of late: LateFloats) throws(JSONError) -> [Float] {
        switch late {
        case .values(let values): return values
        case .place(let place):
            let end = position
            position = place
            let values = try readFloats(expecting: 0)
            position = end
            return values
        }
    }
}
