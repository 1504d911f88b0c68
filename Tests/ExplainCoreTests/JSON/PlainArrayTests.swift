import Testing

@testable import ExplainCore

/// Fast ways through arrays take what the slow ones take, and leave to them all else.
@Suite struct PlainArrayTests {
    private static let padding = "        "

    @Test(arguments: [
        "[]", "[0]", "[-0]", "[1,-2,30,-4567,1234567]", "[9999999,-9999999]", "[0,1,-0,2,10,3]", "[1,2,3,4]",
    ]) func wholeNumbers(_ text: String) throws {
        let bytes = Array((text + Self.padding).utf8)
        var reader = JSONReader(bytes)
        let found = try reader.plainInt32s(expecting: 3)
        let plain = try #require(found)
        #expect(reader.offset == text.utf8.count)
        var slow = JSONReader(bytes)
        let expected = try slow.readInts()
        #expect(plain.map { Int($0) } == expected)
    }

    @Test(arguments: [
        "[1, 2]", "[ ]", "[12345678]", "[01]", "[0,01]", "[1,2,12345678]", "[1,2,3,]", "[1,2,3,4", "[1,2,3x]", "[-]",
        "[--1]", "[1,]", "[,1]", "[1.0]", "[1e1]", "[true]", "[1", "[1,",
        "{}", "[1}", "[NaN]", "[\"1\"]", "[[1]]", "[1]",
    ]) func otherWholeNumbersAreLeft(_ text: String) throws {
        // "[1]" at the very end has too few bytes to look at.
        var reader = JSONReader(Array(text.utf8))
        let found = try reader.plainInt32s(expecting: .max)
        #expect(found == nil)
        #expect(reader.offset == 0)
    }

    @Test(arguments: [
        "[]", "[0]", "[-0.5]", "[1.5E-1,-2.25e+3,3E0,4]", "[1.123456789012345,1E-45,1e30,9999999E30]", "[-7E-99]",
        "[2147483647,0,1]", "[12345678.5]", "[123456789012345.123456789012345E22]", "[10000000]",
    ]) func numbersArePassed(_ text: String) throws {
        let bytes = Array((text + Self.padding).utf8)
        var reader = JSONReader(bytes)
        let late = try reader.readFloatsLater()
        #expect(late == .place(0) && reader.offset == text.utf8.count)
        var slow = JSONReader(bytes)
        let expected = try slow.readFloats()
        let values = try reader.floats(of: late)
        #expect(values == expected)
        #expect(reader.offset == text.utf8.count)
        var skipping = JSONReader(bytes)
        try skipping.skipValue()
        #expect(skipping.offset == text.utf8.count)
    }

    @Test(arguments: [
        "[1.]", "[.5]", "[01.5]", "[-]", "[1e]", "[1e+]", "[1e31]", "[1e100]", "[1.5,]", "[1.5 ]", "[1.5", "[1.5,x]",
        "[1.2.3]", "[1-2]", "[--1]", "[\"a\"]", "[null]", "[[]]", "[1.5}", "[1E-100]", "[1234567890123456]",
        "[12345678E23]",
        "[01234567]", "[0123456789]", "[NaN]", "[+1]",
    ]) func otherNumbersAreLeft(_ text: String) throws {
        var reader = JSONReader(Array((text + Self.padding).utf8))
        let place = try reader.passPlainNumbers()
        #expect(place == nil)
        #expect(reader.offset == 0)
    }

    /// What is passed over is as strict as what is read: the same faults, at the same places.
    @Test(arguments: ["[1.]", "[01]", "[1,]", "[1.5,x]", "[1-2]", "[1e999]", "[1", "[1,2}"]) func faultsAreTheSame(
        _ text: String
    ) throws {
        let bytes = Array("{\"a\":\(text)}".utf8)
        func fault(_ read: (inout JSONReader) throws -> Void) -> JSONError? {
            var reader = JSONReader(bytes)
            do {
                try reader.beginObject()
                _ = try reader.nextKey()
                try read(&reader)
            } catch {
                return error as? JSONError
            }
            return nil
        }
        let read = fault { _ = try $0.readFloats() }
        let later = fault { _ = try $0.readFloatsLater() }
        let skipped = fault { try $0.skipValue() }
        #expect(read != nil && later == read && skipped?.offset == read?.offset)
    }

    @Test func depthIsHeeded() {
        let text = String(repeating: "[", count: JSONOptions.strict.maximumDepth) + "[1,2]"
        for skips in [true, false] {
            var reader = JSONReader(Array((text + Self.padding).utf8))
            #expect(throws: JSONError.self) {
                if skips { return try reader.skipValue() }
                for _ in 0..<JSONOptions.strict.maximumDepth {
                    try reader.beginArray()
                    _ = try reader.nextElement()
                }
                _ = try reader.readFloatsLater()
            }
        }
    }
}
