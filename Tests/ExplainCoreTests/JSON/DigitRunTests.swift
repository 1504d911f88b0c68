import Testing

@testable import ExplainCore

@Suite struct DigitRunTests {
    /// Digits in front of every other byte, in all numbers from none to eight.
    @Test(arguments: 0...8) func readsDigitsUpToAnyOtherByte(_ count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        for other in (0...255).map({ UInt8($0) }) where !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(other) {
            var expected: UInt64 = 0
            var bytes: [UInt8] = [7]
            for _ in 0..<count {
                let digit = UInt8.random(in: 0...9, using: &random)
                expected = expected * 10 + UInt64(digit)
                bytes.append(UInt8(ascii: "0") + digit)
            }
            while bytes.count < 10 { bytes.append(other) }
            let found = DigitRun(bytes.span, at: 1)
            let run = try #require(found)
            let scale = (0..<count).reduce(UInt64(1)) { power, _ in power * 10 }
            #expect(run.count == count && run.value == expected && run.scale == scale)
        }
    }

    @Test func needsEightBytes() {
        let bytes = [UInt8](repeating: UInt8(ascii: "1"), count: 8)
        let counts = [0, 1, 9].map { DigitRun(bytes.span, at: $0)?.count }
        #expect(counts == [8, nil, nil])
    }
}
