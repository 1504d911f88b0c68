/// Reads the fields of one protocol buffer message, one after the other, from the wire.
///
/// Lengths are checked against the bytes that are there before anything is read or allocated.
struct ProtobufReader {
    /// What a field holds on the wire.
    enum Value: Equatable {
        case integer(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        /// A text, a message, or packed numbers.
        case bytes(Range<Int>)
    }

    /// One field.
    struct Field: Equatable {
        let number: Int
        let value: Value
    }

    /// The whole file.
    let bytes: [UInt8]
    /// Where the message stands, for errors.
    let place: String
    private(set) var offset: Int
    private let end: Int

    /// Reads the message in `range` of `bytes`.
    init(_ bytes: [UInt8], _ range: Range<Int>, place: String) {
        self.bytes = bytes
        self.place = place
        offset = range.lowerBound
        end = range.upperBound
    }

    /// The next field; nil at the end of the message.
    ///
    /// - Throws: ``ModelFormatError`` for what is no field: a cut one, a group, or the number 0.
    mutating func next() throws(ModelFormatError) -> Field? {
        guard offset < end else { return nil }
        let key = try integer()
        guard let number = Int(exactly: key >> 3), number > 0, number < 1 << 29 else {
            throw error("the field number \(key >> 3) is none")
        }
        switch key & 7 {
        case 0: return Field(number: number, value: .integer(try integer()))
        case 1: return Field(number: number, value: .fixed64(try fixed(8)))
        case 2: return Field(number: number, value: .bytes(try range()))
        case 5: return Field(number: number, value: .fixed32(UInt32(truncatingIfNeeded: try fixed(4))))
        case 3, 4: throw error("field \(number) is a group, which ONNX does not have")
        default: throw error("field \(number) has the wire type \(key & 7), which does not exist")
        }
    }

    /// A reader of the message in a field.
    ///
    /// - Throws: ``ModelFormatError`` when the field is none.
    func message(_ field: Field, place: String) throws(ModelFormatError) -> ProtobufReader {
        ProtobufReader(bytes, try range(of: field), place: place)
    }

    /// The bytes of a field.
    ///
    /// - Throws: ``ModelFormatError`` when it holds a number.
    func range(of field: Field) throws(ModelFormatError) -> Range<Int> {
        guard case .bytes(let range) = field.value else {
            throw error("field \(field.number) is a number where bytes are expected")
        }
        return range
    }

    /// The text of a field.
    ///
    /// - Throws: ``ModelFormatError`` when it is not UTF-8.
    func text(_ field: Field) throws(ModelFormatError) -> String {
        guard let text = String(validating: bytes[try range(of: field)], as: UTF8.self) else {
            throw error("the text in field \(field.number) is not UTF-8")
        }
        return text
    }

    /// The whole number of a field.
    ///
    /// - Throws: ``ModelFormatError`` when it is none.
    func integer(_ field: Field) throws(ModelFormatError) -> Int64 {
        guard case .integer(let value) = field.value else {
            throw error("field \(field.number) is no whole number")
        }
        return Int64(bitPattern: value)
    }

    /// Appends the whole numbers of a repeated field, packed or not.
    ///
    /// - Throws: ``ModelFormatError`` when they are none.
    func append(_ field: Field, to values: inout [Int64]) throws(ModelFormatError) {
        switch field.value {
        case .integer(let value): values.append(Int64(bitPattern: value))
        case .bytes(let range):
            var packed = ProtobufReader(bytes, range, place: place)
            while packed.offset < range.upperBound { values.append(Int64(bitPattern: try packed.integer())) }
        default: throw error("field \(field.number) holds no whole numbers")
        }
    }

    /// Appends the float32 numbers of a repeated field, packed or not.
    ///
    /// - Throws: ``ModelFormatError`` when they are none.
    func append(_ field: Field, to values: inout [Float]) throws(ModelFormatError) {
        switch field.value {
        case .fixed32(let bits): values.append(Float(bitPattern: bits))
        case .bytes(let range) where range.count % 4 == 0:
            var packed = ProtobufReader(bytes, range, place: place)
            values.reserveCapacity(values.count + range.count / 4)
            for _ in 0..<(range.count / 4) {
                values.append(Float(bitPattern: UInt32(truncatingIfNeeded: try packed.fixed(4))))
            }
        default: throw error("field \(field.number) holds no float32 numbers")
        }
    }

    /// Appends the float64 numbers of a repeated field, packed or not.
    ///
    /// - Throws: ``ModelFormatError`` when they are none.
    func append(_ field: Field, to values: inout [Double]) throws(ModelFormatError) {
        switch field.value {
        case .fixed64(let bits): values.append(Double(bitPattern: bits))
        case .bytes(let range) where range.count % 8 == 0:
            var packed = ProtobufReader(bytes, range, place: place)
            values.reserveCapacity(values.count + range.count / 8)
            for _ in 0..<(range.count / 8) { values.append(Double(bitPattern: try packed.fixed(8))) }
        default: throw error("field \(field.number) holds no float64 numbers")
        }
    }

    /// An error here.
    func error(_ reason: String) -> ModelFormatError {
        ModelFormatError(
            format: ONNXReader.format, place: place, reason: "\(reason) (byte \(offset))",
            remedy: ONNXReader.exportAgain)
    }

    /// A little-endian number of `count` bytes.
    mutating func fixed(_ count: Int) throws(ModelFormatError) -> UInt64 {
        guard end - offset >= count else { throw error("the file ends inside a number") }
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        offset += count
        return value
    }

    private mutating func integer() throws(ModelFormatError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard offset < end else { throw error("the file ends inside a number") }
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw error("a whole number of more than 10 bytes")
    }

    private mutating func range() throws(ModelFormatError) -> Range<Int> {
        let declared = try integer()
        guard let length = Int(exactly: declared), length <= end - offset else {
            throw error("\(declared) bytes are declared, \(end - offset) are left")
        }
        offset += length
        return (offset - length)..<offset
    }
}
