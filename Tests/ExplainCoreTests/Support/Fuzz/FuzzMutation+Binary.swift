/// Damage to the markers and lengths of UBJSON, and to the fields of protocol buffers.
extension FuzzMutation {
    private static let markers = Array("iUIlLdDSHTFZNC[]{}$#".utf8)

    static func universalBinaryJSON(_ bytes: inout [UInt8], donor: [UInt8], _ random: inout SeededGenerator) {
        let kind = Int.random(in: 0..<10, using: &random)
        guard kind < 5, !bytes.isEmpty else { return Self.bytes(&bytes, donor: donor, &random) }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        guard let found = bytes[place...].prefix(300).firstIndex(where: { markers.contains($0) }) else { return }
        switch kind {
        case 0: bytes[found] = markers.randomElement(using: &random) ?? 0
        case 1: bytes.insert(markers.randomElement(using: &random) ?? 0, at: found)
        default:
            // A number of one, two, four or eight bytes at the edge of a type.
            let width = [1, 2, 4, 8].randomElement(using: &random) ?? 8
            var value = edges.randomElement(using: &random) ?? 0
            for index in (0..<width).reversed() where found + 1 + index < bytes.count {
                bytes[found + 1 + index] = UInt8(truncatingIfNeeded: value)
                value >>= 8
            }
        }
    }

    static func protocolBuffer(_ bytes: inout [UInt8], donor: [UInt8], _ random: inout SeededGenerator) {
        if Int.random(in: 0..<4, using: &random) == 0 { return Self.bytes(&bytes, donor: donor, &random) }
        guard let fields = ProtobufField.all(of: bytes) else { return Self.bytes(&bytes, donor: donor, &random) }
        bytes = message(bytes, fields, depth: 0, &random)
    }

    /// A message with one field changed, removed, repeated or exchanged, at any depth; lengths are made right.
    private static func message(
        _ bytes: [UInt8], _ fields: [ProtobufField], depth: Int, _ random: inout SeededGenerator
    ) -> [UInt8] {
        guard let field = fields.randomElement(using: &random) else { return bytes }
        if depth < 6, field.wireType == 2, Int.random(in: 0..<5, using: &random) > 0 {
            let inner = Array(bytes[field.payload])
            if let fields = ProtobufField.all(of: inner), !fields.isEmpty {
                let changed = message(inner, fields, depth: depth + 1, &random)
                return replacing(field, in: bytes, payload: changed)
            }
        }
        var result = bytes
        switch Int.random(in: 0..<6, using: &random) {
        case 0: result.removeSubrange(field.whole)
        case 1: result.insert(contentsOf: bytes[field.whole], at: field.whole.upperBound)
        case 2:
            guard let other = fields.randomElement(using: &random) else { return bytes }
            result.replaceSubrange(field.whole, with: bytes[other.whole])
        default: return replacing(field, in: bytes, payload: value(of: field, in: bytes, &random))
        }
        return result
    }

    private static func value(
        of field: ProtobufField, in bytes: [UInt8], _ random: inout SeededGenerator
    ) -> [UInt8] {
        var payload = Array(bytes[field.payload])
        switch field.wireType {
        case 0: payload = variableInteger(edges.randomElement(using: &random) ?? 0)
        case 5:
            let values: [Float] = [
                0, -0.0, 1, -1, .leastNonzeroMagnitude, 3e38, -3e38, .infinity, -.infinity, .nan, 16_777_216,
                2_147_483_648,
            ]
            let pattern = (values.randomElement(using: &random) ?? 0).bitPattern
            payload = (0..<4).map { UInt8(truncatingIfNeeded: pattern >> UInt32(8 * $0)) }
        default: Self.bytes(&payload, donor: bytes, &random)
        }
        return payload
    }

    private static func replacing(_ field: ProtobufField, in bytes: [UInt8], payload: [UInt8]) -> [UInt8] {
        let length = field.wireType == 2 ? variableInteger(UInt64(payload.count)) : []
        return bytes[..<field.whole.lowerBound] + bytes[field.key] + length + payload
            + bytes[field.whole.upperBound...]
    }

    private static func variableInteger(_ value: UInt64) -> [UInt8] {
        var (bytes, rest): ([UInt8], UInt64) = ([], value)
        while rest > 127 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
