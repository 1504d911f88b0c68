/// Damage to the tokens of JSON, and of lists of numbers.
extension FuzzMutation {
    private static let numbers = [
        "-1", "-2", "0", "1", "2", "3", "7", "31", "32", "64", "1000000", "16777215", "16777216", "2147483647",
        "2147483648", "-2147483648", "4294967295", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "18446744073709551616", "1e308", "-1e308", "1e999", "-0", "-0.0", "0.5", "1e-45",
        "3.4028235e38", "3.4028236e38", "1e30", "NaN", "Infinity", "nan", "inf", "\"nan\"", "\"[1E0]\"", "[]", "{}",
        "null", "true", "\"\"",
    ]

    private static let marks = Array("[]{},:\"-0123456789eE.\\ntf u=~ ".utf8)

    static func json(_ bytes: inout [UInt8], donor: [UInt8], _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<12, using: &random) {
        case 0...3: number(&bytes, &random)
        case 4: exchange(&bytes, &random)
        case 5...7: group(&bytes, donor: donor, &random)
        case 8:
            let place = Int.random(in: 0...bytes.count, using: &random)
            bytes.insert(marks.randomElement(using: &random) ?? 0, at: place)
        default: Self.bytes(&bytes, donor: donor, &random)
        }
    }

    static func lines(_ bytes: inout [UInt8], donor: [UInt8], _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<12, using: &random) {
        case 0...4: number(&bytes, &random)
        case 5: exchange(&bytes, &random)
        case 6, 7: line(&bytes, donor: donor, &random)
        case 8:
            let place = Int.random(in: 0...bytes.count, using: &random)
            bytes.insert(marks.randomElement(using: &random) ?? 0, at: place)
        default: Self.bytes(&bytes, donor: donor, &random)
        }
    }

    /// Replaces a number by one at the edge of a type.
    private static func number(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard let token = token(bytes, &random) else { return }
        bytes.replaceSubrange(token, with: (numbers.randomElement(using: &random) ?? "0").utf8)
    }

    /// Exchanges two numbers.
    private static func exchange(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard let one = token(bytes, &random), let other = token(bytes, &random), one != other else { return }
        let (first, second) = one.lowerBound < other.lowerBound ? (one, other) : (other, one)
        let (left, right) = (Array(bytes[first]), Array(bytes[second]))
        bytes.replaceSubrange(second, with: left)
        bytes.replaceSubrange(first, with: right)
    }

    /// A run of the characters of a number behind a random place.
    private static func token(_ bytes: [UInt8], _ random: inout SeededGenerator) -> Range<Int>? {
        guard !bytes.isEmpty else { return nil }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let isPart = { (byte: UInt8) in byte >= 0x2B && byte <= 0x39 && byte != 0x2C && byte != 0x2F }
        let window = bytes[place...].prefix(400)
        guard let start = window.firstIndex(where: { isPart($0) }) else { return nil }
        let end = bytes[start...].firstIndex { !isPart($0) && $0 != 0x65 && $0 != 0x45 } ?? bytes.count
        return start..<end
    }

    /// Removes, repeats, empties or exchanges an array, an object or a text.
    private static func group(_ bytes: inout [UInt8], donor: [UInt8], _ random: inout SeededGenerator) {
        guard let own = bracketed(bytes, &random) else { return }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.removeSubrange(own)
        case 1: bytes.insert(contentsOf: [UInt8(ascii: ",")] + bytes[own], at: own.upperBound)
        case 2:
            bytes.replaceSubrange(own, with: (["[]", "{}", "null", "\"\""].randomElement(using: &random) ?? "").utf8)
        case 3:
            guard let other = bracketed(bytes, &random) else { return }
            bytes.replaceSubrange(own, with: Array(bytes[other]))
        default:
            guard let other = bracketed(donor, &random) else { return }
            bytes.replaceSubrange(own, with: donor[other])
        }
    }

    /// An array, an object or a text of at most some thousand bytes, behind a random place.
    private static func bracketed(_ bytes: [UInt8], _ random: inout SeededGenerator) -> Range<Int>? {
        guard !bytes.isEmpty else { return nil }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        guard let start = bytes[place...].prefix(400).firstIndex(where: { "[{\"".utf8.contains($0) }) else {
            return nil
        }
        if bytes[start] == UInt8(ascii: "\"") {
            let end = bytes[(start + 1)...].prefix(100).firstIndex(of: UInt8(ascii: "\""))
            return end.map { start..<($0 + 1) }
        }
        var depth = 0
        for index in start..<min(bytes.count, start + 4000) {
            if bytes[index] | 0x20 == 0x7B { depth += 1 }
            if bytes[index] | 0x20 == 0x7D { depth -= 1 }
            if depth == 0 { return start..<(index + 1) }
        }
        return nil
    }

    /// Removes, repeats or exchanges a line.
    private static func line(_ bytes: inout [UInt8], donor: [UInt8], _ random: inout SeededGenerator) {
        guard let own = line(bytes, &random) else { return }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeSubrange(own)
        case 1: bytes.insert(contentsOf: bytes[own], at: own.upperBound)
        case 2:
            guard let other = line(bytes, &random) else { return }
            bytes.replaceSubrange(own, with: Array(bytes[other]))
        default:
            guard let other = line(donor, &random) else { return }
            bytes.replaceSubrange(own, with: donor[other])
        }
    }

    private static func line(_ bytes: [UInt8], _ random: inout SeededGenerator) -> Range<Int>? {
        guard !bytes.isEmpty else { return nil }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let start = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
        return start..<end
    }
}
