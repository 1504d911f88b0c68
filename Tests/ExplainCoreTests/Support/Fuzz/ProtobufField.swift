/// Where a field of a protocol buffer message lies.
struct ProtobufField {
    /// The bytes of the number and the wire type.
    let key: Range<Int>
    let wireType: UInt64
    /// The bytes behind the key, and behind the length where there is one.
    let payload: Range<Int>

    /// All its bytes.
    var whole: Range<Int> { key.lowerBound..<payload.upperBound }

    /// The fields of a message; nil when the bytes are none.
    static func all(of bytes: [UInt8]) -> [ProtobufField]? {
        var fields: [ProtobufField] = []
        var offset = 0
        while offset < bytes.count {
            let start = offset
            guard let key = variableInteger(bytes, &offset), key >> 3 > 0 else { return nil }
            let end = offset
            var length: UInt64
            switch key & 7 {
            case 0:
                guard variableInteger(bytes, &offset) != nil else { return nil }
                fields.append(ProtobufField(key: start..<end, wireType: 0, payload: end..<offset))
                continue
            case 1: length = 8
            case 5: length = 4
            case 2:
                guard let given = variableInteger(bytes, &offset) else { return nil }
                length = given
            default: return nil
            }
            guard length <= UInt64(bytes.count - offset) else { return nil }
            fields.append(
                ProtobufField(key: start..<end, wireType: key & 7, payload: offset..<(offset + Int(length))))
            offset += Int(length)
        }
        return fields
    }

    private static func variableInteger(_ bytes: [UInt8], _ offset: inout Int) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard offset < bytes.count else { return nil }
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
