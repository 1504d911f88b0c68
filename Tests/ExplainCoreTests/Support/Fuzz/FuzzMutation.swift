/// Damage to the bytes of a file that any format can suffer.
enum FuzzMutation {
    /// Whole numbers at the edges of the types that readers turn them into.
    static let edges: [UInt64] = [
        0, 1, 2, 7, 63, 64, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 1 << 24, (1 << 24) - 1, 1 << 31,
        (1 << 31) - 1, (1 << 32) - 1, 1 << 32, 1 << 40, 1 << 53, 1 << 62, (1 << 63) - 1, 1 << 63, .max, .max - 1,
    ]

    /// Flips, replaces, removes, inserts, repeats, overwrites or cuts at a random place.
    static func bytes(_ bytes: inout [UInt8], donor: [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else {
            bytes = [0]
            return
        }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
        case 3: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 4: bytes.remove(at: place)
        case 5: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 6: bytes.removeSubrange(place..<end(place, 60, bytes, &random))
        case 7:
            let end = end(place, 60, bytes, &random)
            bytes.insert(contentsOf: bytes[place..<end], at: end)
        case 8:
            guard !donor.isEmpty else { return }
            let start = Int.random(in: 0..<donor.count, using: &random)
            let piece = donor[start..<end(start, 200, donor, &random)]
            bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
        default:
            // A cut is rare: most of what follows it is never read.
            if Int.random(in: 0..<8, using: &random) == 0 { bytes.removeSubrange(place...) }
        }
    }

    /// A place up to `most` behind `start`.
    static func end(_ start: Int, _ most: Int, _ bytes: [UInt8], _ random: inout SeededGenerator) -> Int {
        min(bytes.count, start + Int.random(in: 1...most, using: &random))
    }
}
