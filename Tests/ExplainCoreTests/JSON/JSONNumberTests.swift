import Testing

@testable import ExplainCore

/// Decimal conversion against the standard library, which calls the C library's correctly rounding strtod and strtof.
@Suite struct JSONNumberTests {
    private func double(_ text: String) throws -> Double {
        var reader = JSONReader(Array(text.utf8))
        let value = try reader.readDouble()
        try reader.finish()
        return value
    }

    private func float(_ text: String) throws -> Float {
        var reader = JSONReader(Array(text.utf8))
        let value = try reader.readFloat()
        try reader.finish()
        return value
    }

    private static let hardCases: [String] = [
        // Halfway between two doubles, then a digit above and below.
        "9007199254740993", "9007199254740992.999999999999999", "9007199254740993.0000000000000000000000001",
        "9007199254740995", "1.00000000000000011102230246251565404236316680908203125",
        "1.00000000000000011102230246251565404236316680908203124",
        "1.00000000000000011102230246251565404236316680908203126",
        "1.00000000000000033306690738754696212708950042724609375",
        "0.500000000000000166533453693773481063544750213623046875",
        "3.50582559e-71", "1.8e19", "18446744073709551615", "18446744073709551616", "9223372036854775807",
        "9223372036854775808",
        // Around the smallest normal and subnormal numbers.
        "2.2250738585072014e-308", "2.2250738585072011e-308", "2.2250738585072012e-308", "2.225073858507201e-308",
        "4.9406564584124654e-324", "4.94065645841246544e-324", "2.4703282292062327e-324", "2.4703282292062328e-324",
        "2.47032822920623272088284396434110686182e-324", "2.47032822920623272e-324", "1e-323", "1e-324", "1e-325",
        "6.631236846766476e-316", "3.2378839133029012895883524125015321748630094091587e-319",
        // Around the largest.
        "1.7976931348623157e308", "1.7976931348623158e308", "179769313486231570000e288", "1e308",
        "8.98846567431158e307",
        // Around float's limits.
        "3.4028234663852886e38", "3.4028235e38", "3.40282356e38", "3.4028235677973365e38", "1.17549435e-38",
        "1.1754943508222875e-38", "1.4e-45", "7.006492321624085e-46", "7.006492321624086e-46", "7.1e-46", "1e-46",
        "1e-64",
        "1e-65", "1.00000017881393421514957253748434595763683319091796875",
        "1.00000005960464477539062499", "1.00000005960464477539062501", "1.000000059604644775390625", "16777217",
        "16777217.0000000001", "16777219", "33554434", "8388608.5", "8388609.5", "0.000030517578125",
        // Many digits, many zeros.
        "0.0031415926535897931", "0.00012345678901234567", "0.001234567890123456789", "0.0012345678901234567895",
        "0.00000000000000000000", "10.0031415926535897931", "0.0000000000000000001",
        "0.1000000000000000055511151231257827021181583404541015625", "123456789012345678901234567890",
        "0.000000000000000000000000000000000000000000123456789012345678901234567890",
        "100000000000000000000000000000000000000000000000000", "1000000000000000000000000000000000000000000000001e-47",
        "12345678901234567890.5", "1234567890123456789.5", "9999999999999999999", "99999999999999999999",
        "0.00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001e90",
        "7.2057594037927933e16", "7.2057594037927933000000000000000000001e16", "6929495644600919.5",
        "3.7455744005952583e15",
        "5e-20", "67e14", "9e-265", "85e-37", "623e100", "3571e263", "81661e153", "920657e-23", "4603285e-24",
        "87575437e-309", "245540327e122", "6138508175e120", "83356057653e193", "619534293513e124", "2335141086879e218",
        "36167929443327e-159", "609610927149051e-255", "3743626360493413e-165", "94080055902682397e-242",
        "899810892172646163e283", "7120190517612959703e120", "25188282901709339043e-252", "308984926168550152811e-52",
        "6372891218502368041059e64",
    ]

    @Test(arguments: hardCases)
    func roundsHardCasesAsTheStandardLibraryDoes(text: String) throws {
        for sign in ["", "-"] {
            let signed = sign + text
            #expect(try double(signed).bitPattern == Double(signed)?.bitPattern, "\(signed)")
            let expected = try #require(Float(signed))
            if expected.isFinite {
                #expect(try float(signed).bitPattern == expected.bitPattern, "\(signed)")
            } else {
                #expect(throws: JSONError.self) { try float(signed) }
            }
        }
    }

    @Test func readsBackRandomDoublesBitForBit() throws {
        var random = CounterRandom(seed: 1)
        var wrong: [String] = []
        for _ in 0..<60_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let text = value.description
            if try double(text).bitPattern != value.bitPattern { wrong.append(text) }
        }
        #expect(wrong.isEmpty)
    }

    @Test func readsBackRandomFloatsBitForBit() throws {
        var random = CounterRandom(seed: 2)
        var wrong: [String] = []
        for _ in 0..<60_000 {
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
            guard value.isFinite else { continue }
            // Also as a double prints it: 17 digits where 9 decide.
            for text in [value.description, Double(value).description] {
                if try float(text).bitPattern != value.bitPattern { wrong.append(text) }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test func roundsRandomDecimalsAsTheStandardLibraryDoes() throws {
        var random = CounterRandom(seed: 3)
        var wrong: [String] = []
        for _ in 0..<60_000 {
            let digits = (0...random.nextBelow(30)).map { _ in String(random.nextBelow(10)) }.joined()
            let head = "\(1 + random.nextBelow(9)).\(digits)e"
            let wide = head + String(random.nextBelow(645) - 345)
            if try double(wide).bitPattern != Double(wide)?.bitPattern { wrong.append(wide) }
            let narrow = head + String(random.nextBelow(87) - 50)
            if try float(narrow).bitPattern != Float(narrow)?.bitPattern { wrong.append(narrow) }
        }
        #expect(wrong.isEmpty)
    }

    /// The decimal expansion of the point half-way between two neighbours, and texts just beside it.
    @Test func roundsHalfwayPointsToEven() throws {
        var random = CounterRandom(seed: 4)
        for _ in 0..<2_000 {
            let significand = UInt64(1) << 52 | random.next() >> 12
            // (2m + 1) * 2^k with k >= 0 is a whole number: exact in text through wide integers.
            let shift = random.nextBelow(10)
            let halfway = (UInt128(significand) * 2 + 1) << UInt128(shift)
            let lower = Double(significand) * Double(UInt64(2) << UInt64(shift))
            let even = significand & 1 == 0 ? lower : lower.nextUp
            #expect(try double("\(halfway)") == even)
            #expect(try double("\(halfway).000000000000000000000000000001") == lower.nextUp)
            #expect(try double("\(halfway - 1).99999999999999999999999999999") == lower)
            #expect(try double("\(halfway)00000e-5") == even)
        }
    }

    @Test func readsVeryLongNumbers() throws {
        let zeros = String(repeating: "0", count: 100_000)
        let nines = String(repeating: "9", count: 100_000)
        #expect(try double("1" + zeros + "e-100000") == 1)
        #expect(try double("0." + zeros + "1e100001") == 1)
        #expect(try double("0." + nines) == 1)
        #expect(try double("1." + zeros + "1") == 1)
        #expect(try double("9007199254740993." + zeros + "1") == 9_007_199_254_740_994)
        #expect(try double("0e" + nines) == 0)
        #expect(try double("1e-" + nines) == 0)
        #expect(throws: JSONError.self) { try double("1e" + nines) }
        #expect(throws: JSONError.self) { try double(nines) }
    }

    @Test func keepsTheSignOfZero() throws {
        #expect(try double("-0").sign == .minus)
        #expect(try double("-0.0e5").sign == .minus)
        #expect(try double("-1e-400").bitPattern == (-0.0).bitPattern)
        #expect(try float("-0.0").sign == .minus)
    }

    @Test(arguments: ["1e309", "1.8e308", "-1e400", "179769313486231580793e289", "1e99999999999999999999"])
    func refusesOverflow(text: String) {
        #expect(throws: JSONError(offset: 0, path: "", reason: .numberOutOfRange)) { try double(text) }
        #expect(throws: JSONError(offset: 0, path: "", reason: .numberOutOfRange)) { try float(text) }
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("9223372036854775807", Int.max),
        ("-9223372036854775808", Int.min), ("1000000000000000000", 1_000_000_000_000_000_000),
    ])
    func readsIntegers(text: String, value: Int) throws {
        var reader = JSONReader(Array(text.utf8))
        #expect(try reader.readInt() == value)
    }

    @Test(arguments: [
        ("1.0", JSONError.Reason.notAnInteger), ("1e2", .notAnInteger), ("-1.5", .notAnInteger), ("0.0", .notAnInteger),
        ("9223372036854775808", .numberOutOfRange), ("-9223372036854775809", .numberOutOfRange),
        ("18446744073709551616", .numberOutOfRange), ("99999999999999999999999", .numberOutOfRange),
        ("\"1\"", .wrongKind(.string, expected: .number)), ("null", .wrongKind(.null, expected: .number)),
    ])
    func refusesWhatIsNoInteger(text: String, reason: JSONError.Reason) {
        #expect(throws: JSONError(offset: 0, path: "", reason: reason)) {
            var reader = JSONReader(Array(text.utf8))
            _ = try reader.readInt()
        }
    }

    @Test func keepsExactIntegersBesideDoubles() throws {
        var reader = JSONReader(Array("[9007199254740993, 1.0, -5, 1e3, 99999999999999999999]".utf8))
        var numbers: [JSONNumber] = []
        try reader.beginArray()
        while try reader.nextElement() { numbers.append(try reader.readNumber()) }
        #expect(numbers.map(\.integer) == [9_007_199_254_740_993, nil, -5, nil, nil])
        #expect(numbers.map(\.double) == [9_007_199_254_740_992, 1, -5, 1000, 1e20])
    }

    @Test func knowsThePowersOfFive() {
        let words = PowersOfFive.words
        #expect(words.count == 2 * (PowersOfFive.largest - PowersOfFive.smallest + 1))
        func power(_ exponent: Int) -> [UInt64] {
            let index = 2 * (exponent - PowersOfFive.smallest)
            return [words[index], words[index + 1]]
        }
        // From the published table of fast_float.
        #expect(power(-342) == [0xEEF4_53D6_923B_D65A, 0x113F_AA29_06A1_3B3F])
        #expect(power(308) == [0x8E67_9C2F_5E44_FF8F, 0x570F_09EA_A7EA_7648])
        #expect(power(-1) == [0xCCCC_CCCC_CCCC_CCCC, 0xCCCC_CCCC_CCCC_CCCD])
        #expect(power(0) == [1 << 63, 0])
        #expect(power(1) == [0xA000_0000_0000_0000, 0])
        #expect(power(27) == [0xCECB_8F27_F420_0F3A, 0])
    }
}
