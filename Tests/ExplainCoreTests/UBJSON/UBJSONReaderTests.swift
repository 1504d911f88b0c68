import Testing

@testable import ExplainCore

/// Bytes by hand; the golden model files try the rest.
@Suite struct UBJSONReaderTests {
    /// `[` and elements of every numeric type and back.
    @Test func numbersOfEveryWidth() throws {
        let bytes: [UInt8] =
            [0x5B, 0x69, 0xFE, 0x55, 0xFE, 0x49, 0x80, 0x00, 0x6C, 0x80, 0, 0, 0, 0x4C, 0x7F]
            + [UInt8](repeating: 0xFF, count: 7) + [0x5D]
        var reader = UBJSONReader(bytes)
        #expect(try reader.readInts() == [-2, 254, -32768, -2_147_483_648, .max])
        try reader.finish()
    }

    @Test(
        arguments: [
            [0x5B, 0x24, 0x64, 0x23, 0x55, 0x02, 0x3F, 0x80, 0, 0, 0xC0, 0x20, 0, 0],
            [0x5B, 0x23, 0x69, 0x02, 0x64, 0x3F, 0x80, 0, 0, 0x44, 0xC0, 0x04, 0, 0, 0, 0, 0, 0],
            [0x5B, 0x64, 0x3F, 0x80, 0, 0, 0x44, 0xC0, 0x04, 0, 0, 0, 0, 0, 0, 0x5D],
        ] as [[UInt8]])
    func floatsOfEveryLayout(bytes: [UInt8]) throws {
        var reader = UBJSONReader(bytes)
        #expect(try reader.readFloats() == [1, -2.5])
        try reader.finish()
        var skipping = UBJSONReader(bytes)
        try skipping.skipValue()
        try skipping.finish()
        var stepping = UBJSONReader(bytes)
        var elements: [Float] = []
        try stepping.beginArray()
        while try stepping.nextElement() { elements.append(try stepping.readFloat()) }
        try stepping.finish()
        #expect(elements == [1, -2.5])
    }

    /// Typed arrays are read at once, and others element by element: to the same numbers.
    @Test(
        arguments: [
            [0x5B, 0x24, 0x6C, 0x23, 0x55, 0x02, 0x00, 0x01, 0x02, 0x03, 0xFF, 0xFF, 0xFF, 0xFE],
            [0x5B, 0x24, 0x55, 0x23, 0x69, 0x03, 0x00, 0x80, 0xFF], [0x5B, 0x24, 0x6C, 0x23, 0x55, 0x00],
            [0x5B, 0x24, 0x69, 0x23, 0x55, 0x01, 0xFF], [0x5B, 0x69, 0x01, 0x5D],
        ] as [[UInt8]])
    func wholeNumbersAtOnce(bytes: [UInt8]) throws {
        var reader = UBJSONReader(bytes)
        let wanted = try reader.readInts()
        var fast = UBJSONReader(bytes)
        if let plain = try fast.plainInt32s(expecting: 5) {
            #expect(plain.map { Int($0) } == wanted)
            try fast.finish()
        } else {
            #expect(try fast.readInts() == wanted && (bytes[1] != 0x24 || bytes[2] == 0x69))
        }
        var cut = UBJSONReader(Array(bytes.dropLast()))
        #expect(throws: JSONError.self) { _ = try cut.plainInt32s(expecting: 5) ?? cut.readInts().map { Int32($0) } }
    }

    @Test(
        arguments: [
            [0x5B, 0x24, 0x64, 0x23, 0x55, 0x02, 0x3F, 0x80, 0, 0, 0xC0, 0x20, 0, 0],
            [0x5B, 0x64, 0x3F, 0x80, 0, 0, 0x44, 0xC0, 0x04, 0, 0, 0, 0, 0, 0, 0x5D],
        ] as [[UInt8]])
    func floatsLater(bytes: [UInt8]) throws {
        var reader = UBJSONReader(bytes)
        let late = try reader.readFloatsLater()
        #expect(reader.offset == bytes.count)
        #expect(try reader.floats(of: late) == [1, -2.5])
        try reader.finish()
        var expecting = UBJSONReader(bytes)
        #expect(try expecting.readFloats(expecting: 1) == [1, -2.5])
        var cut = UBJSONReader(Array(bytes.dropLast()))
        #expect(throws: JSONError.self) { try cut.readFloatsLater() }
    }

    @Test func members() throws {
        let bytes: [UInt8] = [
            0x7B, 0x69, 1, 0x61, 0x54, 0x55, 1, 0x62, 0x53, 0x4C, 0, 0, 0, 0, 0, 0, 0, 2, 0xC3, 0xA9, 0x69, 1, 0x63,
            0x5A, 0x7D,
        ]
        var reader = UBJSONReader(bytes)
        try reader.beginObject()
        #expect(try reader.nextKey() == "a")
        #expect(try reader.readBool())
        #expect(try reader.nextKey() == "b")
        #expect(try reader.readString() == "\u{E9}")
        #expect(try reader.nextKey() == "c")
        #expect(try reader.peekKind() == .null)
        try reader.skipValue()
        #expect(try reader.nextKey() == nil)
        try reader.finish()
    }

    /// Bytes of one value, the reason that refuses it and where.
    @Test(
        arguments: [
            ([0x5B, 0x24, 0x54, 0x23, 0x69, 1], .unexpectedByte(0x54, expected: "the marker of a number"), 2),
            ([0x5B, 0x24, 0x64, 0x69, 1], .unexpectedByte(0x69, expected: "'#'"), 3),
            ([0x5B, 0x23, 0x69, 3, 0x54, 0x54], .unacceptable("3 elements are declared, 2 bytes are left"), 4),
            ([0x5B, 0x23, 0x69, 0xFF], .unacceptable("a length of -1"), 4),
            ([0x5B, 0x23, 0x64, 0], .unexpectedByte(0x64, expected: "the marker of a length"), 2),
            ([0x53, 0x69, 1, 0xFF], .invalidUTF8, 3), ([0x53, 0x69, 9, 0x41], .unexpectedEnd, 3),
            ([0x7B, 0x69, 1, 0x61, 0x54, 0x69, 1, 0x61, 0x54, 0x7D], .duplicateKey("a"), 5),
            ([0x48, 0x69, 1, 0x31], .unexpectedByte(0x48, expected: "a type marker"), 0),
            ([0x4C, 0], .unexpectedEnd, 1),
            ([0x5B, 0x54], .unexpectedEnd, 2), ([], .unexpectedEnd, 0),
            ([UInt8](repeating: 0x5B, count: 80), .tooDeep(limit: 64), 65),
        ] as [([UInt8], JSONError.Reason, Int)])
    func refused(bytes: [UInt8], reason: JSONError.Reason, offset: Int) throws {
        let error = try #require(throws: JSONError.self) {
            var reader = UBJSONReader(bytes)
            try reader.skipValue()
        }
        #expect(error.reason == reason && error.offset == offset, "\(error)")
    }

    @Test func wrongKindsAreNamedWithTheirPlace() throws {
        var reader = UBJSONReader([0x7B, 0x69, 1, 0x61, 0x5B, 0x69, 7, 0x53, 0x69, 0, 0x5D, 0x7D])
        try reader.beginObject()
        _ = try reader.nextKey()
        try reader.beginArray()
        #expect(try reader.nextElement())
        #expect(try reader.readInt() == 7)
        #expect(try reader.nextElement())
        let error = try #require(throws: JSONError.self) { _ = try reader.readInt() }
        #expect(error.path == "a[1]" && error.reason == .wrongKind(.string, expected: .number))
    }

    @Test func fractionsAreNoWholeNumbers() {
        #expect(throws: JSONError(offset: 0, path: "", reason: .notAnInteger)) {
            var reader = UBJSONReader([0x64, 0x3F, 0x80, 0, 0])
            _ = try reader.readInt()
        }
        #expect(throws: JSONError(offset: 6, path: "", reason: .notAnInteger)) {
            var reader = UBJSONReader([0x5B, 0x24, 0x64, 0x23, 0x69, 1, 0x3F, 0x80, 0, 0])
            _ = try reader.readInts()
        }
    }

    @Test func whatFollowsIsRefused() throws {
        var reader = UBJSONReader([0x54, 0x54])
        _ = try reader.readBool()
        #expect(throws: JSONError(offset: 1, path: "", reason: .trailingContent)) { try reader.finish() }
    }
}
