import Testing

@testable import ExplainCore

@Suite struct CounterRandomTests {
    @Test func shortNumbersAreTheHalvesOfWords() {
        for (skipped, count) in [(0, 8), (1, 6), (2, 7), (3, 1), (1, 0), (3, 64)] {
            var words = CounterRandom(seed: 5, stream: 6)
            for _ in 0..<skipped { _ = words.next() }
            var short = words
            var units = [Double](repeating: -1, count: count)
            short.fillShortUnits(&units)
            if skipped % 2 == 1 { _ = words.next() }
            for pair in stride(from: 0, to: (count + 3) / 4 * 4, by: 2) {
                let word = words.next()
                for (offset, half) in [word >> 32, word & 0xFFFF_FFFF].enumerated() where pair + offset < count {
                    #expect(units[pair + offset] == (Double(half) + 0.5) / 4_294_967_296)
                }
            }
            #expect(short.next() == words.next())
        }
    }

    @Test(
        arguments: [
            (0, 0, 0, 0xCA00_A045_9843_D731, 0x66C2_4222_C9A8_45B5),
            (.max, .max, .max, 0x65B0_21D6_0CD8_310F, 0x4D02_F322_2F86_DF20),
            (
                0xA409_3822_299F_31D0, 0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0x0A5E_742C_2997_341C,
                0xB0F8_83D3_8000_DE5D
            ),
        ] as [(UInt64, UInt64, UInt64, UInt64, UInt64)])
    func isPhilox(key: UInt64, low: UInt64, high: UInt64, first: UInt64, second: UInt64) {
        let block = CounterRandom.block(key: key, low, high)
        #expect(block.0 == first)
        #expect(block.1 == second)
    }

    private static func moments(of values: [Double]) -> (first: Double, second: Double) {
        let count = Double(values.count)
        let first: Double = values.reduce(0, +) / count
        let second: Double = values.reduce(0) { $0 + $1 * $1 } / count
        return (first, second)
    }

    @Test func jumpsAnywhere() {
        var random = CounterRandom(seed: 7, stream: 3)
        let words = (0..<100).map { _ in random.next() }
        for index in [0, 1, 2, 17, 98, 99] {
            var jumped = CounterRandom(seed: 7, stream: 3)
            jumped.position = UInt64(index)
            #expect(jumped.next() == words[index])
            #expect(jumped.position == UInt64(index + 1))
        }
        var last = CounterRandom(seed: 7, stream: 3)
        last.position = .max
        _ = last.next()
        #expect(last.next() == words[0])
    }

    @Test func streamsAndSeedsDiffer() {
        var heads: Set<UInt64> = []
        for seed in 0..<20 as Range<UInt64> {
            for stream in 0..<20 as Range<UInt64> {
                var random = CounterRandom(seed: seed, stream: stream)
                heads.insert(random.next())
                heads.insert(random.next())
            }
        }
        #expect(heads.count == 800)
    }

    @Test func unitsFillTheInterval() {
        var random = CounterRandom(seed: 1)
        let units = (0..<100_000).map { _ in random.nextUnit() }
        #expect(units.allSatisfy { 0 <= $0 && $0 < 1 })
        // Six standard errors of mean and of the second moment.
        let moments = Self.moments(of: units)
        #expect(abs(moments.first - 0.5) < 6 * 0.2887 / 316.2)
        #expect(abs(moments.second - 1.0 / 3) < 6 * 0.2981 / 316.2)
    }

    @Test(arguments: [1, 2, 3, 6, 7, 64, 100])
    func boundedNumbersAreUniform(bound: Int) {
        var random = CounterRandom(seed: 2, stream: UInt64(bound))
        let draws = 60_000
        var counts = [Int](repeating: 0, count: bound)
        for _ in 0..<draws { counts[random.nextBelow(bound)] += 1 }
        let expected = Double(draws) / Double(bound)
        let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        // Mean bound - 1, variance 2 (bound - 1): six deviations and a little for small bounds.
        let freedom = Double(bound - 1)
        #expect(chiSquare <= freedom + 6 * (2 * freedom).squareRoot() + 10)
    }

    @Test func hugeBoundsStayInRange() {
        var random = CounterRandom(seed: 3)
        for bound in [Int.max, Int.max - 1, 1 << 62, (1 << 62) + 1] {
            for _ in 0..<200 { #expect(0..<bound ~= random.nextBelow(bound)) }
        }
    }

    @Test func shufflesEveryOrderEquallyOften() {
        var random = CounterRandom(seed: 4)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<24_000 {
            var order = [0, 1, 2, 3]
            random.shuffle(&order)
            counts[order, default: 0] += 1
        }
        #expect(counts.count == 24)
        // 1,000 expected each, standard deviation 31.
        #expect(counts.values.allSatisfy { 810 < $0 && $0 < 1190 })
    }

    @Test func normalsHaveTheirMoments() {
        var random = CounterRandom(seed: 5)
        let values = (0..<100_000).map { _ in random.nextNormal() }
        #expect(values.allSatisfy { $0.isFinite })
        let moments = Self.moments(of: values)
        #expect(abs(moments.first) < 6 / 316.2)
        #expect(abs(moments.second - 1) < 6 * 1.4143 / 316.2)
        let tail = Double(values.filter { $0 > 1.959963984540054 }.count) / 100_000
        #expect(abs(tail - 0.025) < 6 * 0.0004937)
    }

    @Test func drivesTheStandardLibrary() {
        var first = CounterRandom(seed: 6)
        var second = CounterRandom(seed: 6)
        #expect(Int.random(in: 0..<1_000_000, using: &first) == Int.random(in: 0..<1_000_000, using: &second))
        #expect(first == second)
    }
}
