/// Decodes a tensor; its dimensions must be those of the data that is there.
struct ONNXTensorDecoder {
    private var name = ""
    private var dimensions: [Int64] = []
    private var type: Int64 = 0
    private var floats: [Float] = []
    private var doubles: [Double] = []
    private var integers: [Int64] = []
    private var texts: [String] = []
    private var raw: Range<Int>?
    private var isExternal = false

    /// Decodes a message.
    ///
    /// - Throws: ``ModelFormatError`` when it is malformed, of a type that is not evaluated, or kept in another file.
    static func decode(_ message: ProtobufReader) throws(ModelFormatError) -> (name: String, tensor: ONNXTensor) {
        var decoder = ONNXTensorDecoder()
        try decoder.read(message)
        return (decoder.name, try decoder.tensor(message))
    }

    private mutating func read(_ message: ProtobufReader) throws(ModelFormatError) {
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1: try reader.append(field, to: &dimensions)
            case 2: type = try reader.integer(field)
            case 3: throw reader.error("a tensor in segments")
            case 4: try reader.append(field, to: &floats)
            case 5, 7: try reader.append(field, to: &integers)
            case 6: texts.append(try reader.text(field))
            case 8: name = try reader.text(field)
            case 9: raw = try reader.range(of: field)
            case 10: try reader.append(field, to: &doubles)
            case 13: isExternal = true
            case 14: isExternal = try reader.integer(field) != 0 || isExternal
            default: break
            }
        }
    }

    private func tensor(_ message: ProtobufReader) throws(ModelFormatError) -> ONNXTensor {
        func refusal(_ reason: String, _ remedy: String = ONNXReader.exportAgain) -> ModelFormatError {
            let label = name.isEmpty ? "" : " \"\(name.prefix(64))\""
            return ModelFormatError(
                format: ONNXReader.format, place: message.place + label, reason: reason, remedy: remedy)
        }
        guard !isExternal else {
            throw refusal(
                "its data lies in another file, which is never opened",
                "save the model in one file (onnx.save without save_as_external_data)")
        }
        guard let element = ONNXElementType(rawValue: type) else {
            throw refusal("elements of type \(ONNXElementType.name(of: type)) are not evaluated")
        }
        let shape = dimensions.compactMap { Int(exactly: $0) }
        guard shape.count <= 16, let count = ONNXTensor.count(shape) else {
            throw refusal("the dimensions \(dimensions.prefix(16)) are no shape")
        }
        let values = try self.values(element, message)
        guard values.count == count else {
            throw refusal("the dimensions \(shape) ask for \(count) values, \(values.count) are there")
        }
        return ONNXTensor(shape, values)
    }

    private func values(
        _ element: ONNXElementType, _ message: ProtobufReader
    ) throws(ModelFormatError) -> ONNXValues {
        switch element {
        case .float: return .float(raw == nil ? floats : try numbers(4, message) { Float(bitPattern: UInt32($0)) })
        case .double: return .double(raw == nil ? doubles : try numbers(8, message) { Double(bitPattern: $0) })
        case .int64: return .int64(raw == nil ? integers : try numbers(8, message) { Int64(bitPattern: $0) })
        case .int32:
            let bits = raw == nil ? integers : try numbers(4, message) { Int64($0) }
            return .int32(bits.map { Int32(truncatingIfNeeded: $0) })
        case .uint8:
            let bits = raw == nil ? integers : try numbers(1, message) { Int64($0) }
            return .uint8(bits.map { UInt8(truncatingIfNeeded: $0) })
        case .bool: return .bool((raw == nil ? integers : try numbers(1, message) { Int64($0) }).map { $0 != 0 })
        case .string: return .string(texts)
        }
    }

    /// The little-endian numbers of `width` bytes in the raw data.
    private func numbers<Number>(
        _ width: Int, _ message: ProtobufReader, _ make: (UInt64) -> Number
    ) throws(ModelFormatError) -> [Number] {
        guard let raw, raw.count % width == 0 else { throw message.error("the raw data ends inside a number") }
        var reader = ProtobufReader(message.bytes, raw, place: message.place)
        var numbers: [Number] = []
        numbers.reserveCapacity(raw.count / width)
        for _ in 0..<(raw.count / width) { numbers.append(make(try reader.fixed(width))) }
        return numbers
    }
}
