/// Writes ONNX files for tests, field by field.
struct ONNXBytes {
    private(set) var bytes: [UInt8] = []

    static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    mutating func add(_ field: Int, _ value: Int64) {
        bytes += Self.varint(UInt64(field << 3)) + Self.varint(UInt64(bitPattern: value))
    }

    mutating func add(_ field: Int, _ value: Float) {
        bytes += Self.varint(UInt64(field << 3 | 5))
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
        }
    }

    mutating func add(_ field: Int, _ content: [UInt8]) {
        bytes += Self.varint(UInt64(field << 3 | 2)) + Self.varint(UInt64(content.count)) + content
    }

    mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }
}

extension ONNXBytes {
    /// An attribute of a node.
    enum Attribute {
        case integer(Int64)
        case float(Float)
        case text(String)
        case integers([Int64])
        case floats([Float])
        case texts([String])
    }

    /// A node.
    static func node(
        _ operation: String, _ inputs: [String], _ outputs: [String], isML: Bool = false,
        _ attributes: KeyValuePairs<String, Attribute> = [:]
    ) -> [UInt8] {
        var node = ONNXBytes()
        for input in inputs { node.add(1, input) }
        for output in outputs { node.add(2, output) }
        node.add(4, operation)
        for (name, value) in attributes {
            var attribute = ONNXBytes()
            attribute.add(1, name)
            switch value {
            case .integer(let value): attribute.add(3, value)
            case .float(let value): attribute.add(2, value)
            case .text(let value): attribute.add(4, value)
            case .integers(let values): for value in values { attribute.add(8, value) }
            case .floats(let values): for value in values { attribute.add(7, value) }
            case .texts(let values): for value in values { attribute.add(9, value) }
            }
            node.add(5, attribute.bytes)
        }
        if isML { node.add(7, "ai.onnx.ml") }
        return node.bytes
    }

    /// A tensor of float32.
    static func tensor(_ name: String, _ shape: [Int64], floats: [Float]) -> [UInt8] {
        var tensor = ONNXBytes()
        for dimension in shape { tensor.add(1, dimension) }
        tensor.add(2, Int64(1))
        for value in floats { tensor.add(4, value) }
        tensor.add(8, name)
        return tensor.bytes
    }

    /// A tensor of int64.
    static func tensor(_ name: String, _ shape: [Int64], integers: [Int64]) -> [UInt8] {
        var tensor = ONNXBytes()
        for dimension in shape { tensor.add(1, dimension) }
        tensor.add(2, Int64(7))
        for value in integers { tensor.add(7, value) }
        tensor.add(8, name)
        return tensor.bytes
    }

    /// A matrix input or output; without columns its shape is left out.
    static func value(_ name: String, type: Int64 = 1, columns: Int64?) -> [UInt8] {
        var dimension = ONNXBytes()
        dimension.add(1, columns ?? 0)
        var shape = ONNXBytes()
        shape.add(1, [UInt8]())
        shape.add(1, dimension.bytes)
        var tensor = ONNXBytes()
        tensor.add(1, type)
        if columns != nil { tensor.add(2, shape.bytes) }
        var kind = ONNXBytes()
        kind.add(1, tensor.bytes)
        var value = ONNXBytes()
        value.add(1, name)
        value.add(2, kind.bytes)
        return value.bytes
    }

    /// A file with one float input `X` of `columns` and one output `Y`, or others.
    static func model(
        _ nodes: [[UInt8]], constants: [[UInt8]] = [], columns: Int64 = 2, version: Int64 = 17, ml: Int64 = 3,
        inputs: [[UInt8]]? = nil, outputs: [[UInt8]]? = nil
    ) -> [UInt8] {
        var graph = ONNXBytes()
        for node in nodes { graph.add(1, node) }
        for constant in constants { graph.add(5, constant) }
        for input in inputs ?? [value("X", columns: columns)] { graph.add(11, input) }
        for output in outputs ?? [value("Y", columns: nil)] { graph.add(12, output) }
        var model = ONNXBytes()
        model.add(1, Int64(8))
        model.add(7, graph.bytes)
        for (domain, number) in [("", version), ("ai.onnx.ml", ml)] {
            var opset = ONNXBytes()
            opset.add(1, domain)
            opset.add(2, number)
            model.add(8, opset.bytes)
        }
        return model.bytes
    }
}
