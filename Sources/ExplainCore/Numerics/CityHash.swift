/// CityHash64 of version 1.0, by which CatBoost knows categories (Pike and Alakuijala 2011; later versions differ).
enum CityHash {
    private static let k0: UInt64 = 0xc3a5_c85c_97cb_3127
    private static let k1: UInt64 = 0xb492_b66f_be98_f273
    private static let k2: UInt64 = 0x9ae1_6a3b_2f90_404f
    private static let k3: UInt64 = 0xc949_d7c7_509e_6557

    /// The hash of `text`'s UTF-8.
    ///
    /// - Complexity: O(bytes).
    static func hash(_ text: String) -> UInt64 {
        let bytes = Array(text.utf8)
        switch bytes.count {
        case 0...16: return upTo16(bytes)
        case 17...32: return upTo32(bytes)
        case 33...64: return upTo64(bytes)
        default: return long(bytes)
        }
    }

    private static func upTo16(_ bytes: [UInt8]) -> UInt64 {
        let count = UInt64(bytes.count)
        if count > 8 {
            let (a, b) = (word(bytes, 0), word(bytes, bytes.count - 8))
            return mix(a, rotate(b &+ count, bytes.count)) ^ b
        }
        if count >= 4 { return mix(count &+ half(bytes, 0) << 3, half(bytes, bytes.count - 4)) }
        guard count > 0 else { return k2 }
        let y = UInt64(bytes[0]) + UInt64(bytes[bytes.count >> 1]) << 8
        let z = count + UInt64(bytes[bytes.count - 1]) << 2
        return shift(y &* k2 ^ z &* k3) &* k2
    }

    private static func upTo32(_ bytes: [UInt8]) -> UInt64 {
        let count = bytes.count
        let (a, b) = (word(bytes, 0) &* k1, word(bytes, 8))
        let (c, d) = (word(bytes, count - 8) &* k2, word(bytes, count - 16) &* k0)
        return mix(
            rotate(a &- b, 43) &+ rotate(c, 30) &+ d, a &+ rotate(b ^ k3, 20) &- c &+ UInt64(count))
    }

    private static func upTo64(_ bytes: [UInt8]) -> UInt64 {
        let count = bytes.count
        let start = word(bytes, 0) &+ (UInt64(count) &+ word(bytes, count - 16)) &* k0
        let v = chain(start, word(bytes, 24), word(bytes, 8), word(bytes, 16))
        let middle = word(bytes, 16) &+ word(bytes, count - 32)
        let w = chain(middle, word(bytes, count - 8), word(bytes, count - 24), word(bytes, count - 16))
        let rest = shift((v.0 &+ w.1) &* k2 &+ (w.0 &+ v.1) &* k0)
        return shift(rest &* k0 &+ v.1) &* k2
    }

    private static func chain(_ start: UInt64, _ z: UInt64, _ first: UInt64, _ second: UInt64) -> (UInt64, UInt64) {
        let b = rotate(start &+ z, 52)
        var a = start &+ first
        let c = rotate(start, 37) &+ rotate(a, 7)
        a = a &+ second
        return (a &+ z, b &+ rotate(a, 31) &+ c)
    }

    private static func long(_ bytes: [UInt8]) -> UInt64 {
        let count = bytes.count
        var x = word(bytes, 0)
        var y = word(bytes, count - 16) ^ k1
        var z = word(bytes, count - 56) ^ k0
        var v = seeded(bytes, count - 64, UInt64(count), y)
        var w = seeded(bytes, count - 32, UInt64(count) &* k1, k0)
        z = z &+ shift(v.1) &* k1
        x = rotate(z &+ x, 39) &* k1
        y = rotate(y, 33) &* k1
        for start in stride(from: 0, to: (count - 1) / 64 * 64, by: 64) {
            x = rotate(x &+ y &+ v.0 &+ word(bytes, start + 16), 37) &* k1
            y = rotate(y &+ v.1 &+ word(bytes, start + 48), 42) &* k1
            x ^= w.1
            y ^= v.0
            z = rotate(z ^ w.0, 33)
            v = seeded(bytes, start, v.1 &* k1, x &+ w.0)
            w = seeded(bytes, start + 32, z &+ w.1, y)
            swap(&z, &x)
        }
        return mix(mix(v.0, w.0) &+ shift(y) &* k1 &+ z, mix(v.1, w.1) &+ x)
    }

    /// 32 bytes and two seeds.
    private static func seeded(_ bytes: [UInt8], _ start: Int, _ a: UInt64, _ b: UInt64) -> (UInt64, UInt64) {
        let (x, y, z) = (word(bytes, start + 8), word(bytes, start + 16), word(bytes, start + 24))
        let first = a &+ word(bytes, start)
        let second = rotate(b &+ first &+ z, 21)
        let sum = first &+ x &+ y
        return (sum &+ z, second &+ rotate(sum, 44) &+ first)
    }

    private static func mix(_ low: UInt64, _ high: UInt64) -> UInt64 {
        let factor: UInt64 = 0x9ddf_ea08_eb38_2d69
        let a = shift((low ^ high) &* factor)
        return shift((high ^ a) &* factor) &* factor
    }

    private static func shift(_ value: UInt64) -> UInt64 { value ^ (value >> 47) }

    private static func rotate(_ value: UInt64, _ count: Int) -> UInt64 {
        value >> UInt64(count) | value << UInt64(64 - count)
    }

    private static func word(_ bytes: [UInt8], _ start: Int) -> UInt64 {
        bytes[start..<(start + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func half(_ bytes: [UInt8], _ start: Int) -> UInt64 {
        bytes[start..<(start + 4)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
