import Testing

@testable import ExplainCore

/// A key that occurred before is found in whatever way it is written, among few keys and many.
@Suite struct JSONKeysTests {
    private static func document(_ keys: [String]) -> [UInt8] {
        Array(("{" + keys.map { "\"\($0)\":0" }.joined(separator: ",") + "}").utf8)
    }

    private static func fault(_ keys: [String]) -> JSONError.Reason? {
        var reader = JSONReader(document(keys))
        do throws(JSONError) {
            try reader.skipValue()
            return nil
        } catch { return error.reason }
    }

    /// The escape is JSON's; \u{212A} is the Kelvin sign, which is canonically equal to a K.
    @Test(
        arguments: [
            ["a", "a"], ["a", "\\u0061"], ["\\u0061", "a"], ["caf\u{E9}", "cafe\u{301}"], ["K", "\u{212A}"],
            ["\u{212A}", "K"], ["", ""], ["base_weights", "base_weights"],
        ], [0, 1, 23, 24, 200]
    ) func repeatedKeysAreFound(_ pair: [String], _ others: Int) {
        let between = (0..<others).map { "key\($0)" }
        #expect(Self.fault([pair[0]] + between + [pair[1]]) != nil)
        #expect(Self.fault(between + pair) != nil)
        #expect(Self.fault(pair + between) != nil)
        #expect(Self.fault([pair[0]] + between) == nil && Self.fault([pair[1]] + between) == nil)
    }

    /// More keys than there are marks.
    @Test(arguments: [12, 64, 65, 1000]) func everyKeyIsRemembered(_ count: Int) {
        let keys = (0..<count).map { "key\($0)" }
        #expect(Self.fault(keys) == nil)
        for repeated in stride(from: 0, to: count, by: max(1, count / 20)) {
            #expect(Self.fault(keys + [keys[repeated]]) == .duplicateKey(keys[repeated]))
        }
    }
}
