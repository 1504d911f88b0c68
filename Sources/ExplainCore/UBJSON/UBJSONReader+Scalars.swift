extension UBJSONReader {
    mutating func readString() throws(JSONError) -> String {
        try expect(.string)
        return try text()
    }

    mutating func readBool() throws(JSONError) -> Bool {
        let marker = try peekMarker()
        guard marker.kind == .bool else { throw error(.wrongKind(marker.kind, expected: .bool)) }
        takeMarker()
        return marker == .true
    }

    mutating func readInt() throws(JSONError) -> Int {
        let marker = try peekMarker()
        try checkInteger(marker)
        takeMarker()
        return try integer(marker)
    }

    mutating func readFloat() throws(JSONError) -> Float {
        let marker = try peekMarker()
        guard marker.kind == .number else { throw error(.wrongKind(marker.kind, expected: .number)) }
        takeMarker()
        return try float(marker)
    }

    mutating func readInts() throws(JSONError) -> [Int] {
        let header = try arrayHeader()
        var elements: [Int] = []
        guard let type = header.elementType, let count = header.count else {
            try readElements(header) { reader throws(JSONError) in elements.append(try reader.readInt()) }
            return elements
        }
        try checkInteger(type)
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try integer(type)) }
        return elements
    }

    mutating func readFloats() throws(JSONError) -> [Float] {
        let header = try arrayHeader()
        var elements: [Float] = []
        guard let type = header.elementType, let count = header.count else {
            try readElements(header) { reader throws(JSONError) in elements.append(try reader.readFloat()) }
            return elements
        }
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try float(type)) }
        return elements
    }

    /// Reads the elements of an array whose header gives no type; `element` reads one.
    private mutating func readElements(
        _ header: ArrayHeader, _ element: (inout UBJSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        // The array is a level that never becomes a frame.
        guard frames.count < Self.maximumDepth else { throw error(.tooDeep(limit: Self.maximumDepth)) }
        var remaining = header.count
        while true {
            if let count = remaining {
                if count == 0 { return }
                remaining = count - 1
            } else if try byte() == UInt8(ascii: "]") {
                position += 1
                return
            }
            try element(&self)
        }
    }

    private func checkInteger(_ marker: UBJSONMarker) throws(JSONError) {
        guard marker.kind == .number else { throw error(.wrongKind(marker.kind, expected: .number)) }
        guard marker.isInteger else { throw error(.notAnInteger) }
    }

    /// A key, or a string behind its marker: a length and as many bytes of UTF-8.
    mutating func text() throws(JSONError) -> String {
        let count = try length()
        let start = position
        try advance(count)
        guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
            position = start
            throw error(.invalidUTF8)
        }
        return text
    }

    /// A length with its own marker.
    mutating func length() throws(JSONError) -> Int {
        let byte = try byte()
        guard let marker = UBJSONMarker(rawValue: byte), marker.isInteger else {
            throw error(.unexpectedByte(byte, expected: "the marker of a length"))
        }
        position += 1
        let count = try integer(marker)
        guard count >= 0 else { throw error(.unacceptable("a length of \(count)")) }
        return count
    }

    private mutating func integer(_ marker: UBJSONMarker) throws(JSONError) -> Int {
        switch marker {
        case .int8: Int(Int8(truncatingIfNeeded: try word(1)))
        case .int16: Int(Int16(truncatingIfNeeded: try word(2)))
        case .int32: Int(Int32(truncatingIfNeeded: try word(4)))
        case .int64: Int(Int64(bitPattern: try word(8)))
        default: Int(try word(1))
        }
    }

    private mutating func float(_ marker: UBJSONMarker) throws(JSONError) -> Float {
        switch marker {
        case .float32: Float(bitPattern: UInt32(truncatingIfNeeded: try word(4)))
        case .float64: Float(Double(bitPattern: try word(8)))
        default: Float(try integer(marker))
        }
    }

    /// A big-endian number of `count` bytes.
    @inline(__always)
    private mutating func word(_ count: Int) throws(JSONError) -> UInt64 {
        guard count <= bytes.count - position else { throw error(.unexpectedEnd) }
        var word: UInt64 = 0
        for offset in 0..<count { word = word << 8 | UInt64(bytes[position + offset]) }
        position += count
        return word
    }
}
