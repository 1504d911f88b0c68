/// Decodes the parts of an ONNX file that matter; what it does not know it skips, what it cannot honour it refuses.
struct ONNXDecoder {
    private var graph = ONNXGraph()
    private var graphField: ProtobufReader.Field?

    /// Decodes a file.
    ///
    /// - Throws: ``ModelFormatError`` when it is malformed, or holds what is not evaluated.
    static func decode(_ bytes: [UInt8]) throws(ModelFormatError) -> ONNXGraph {
        var decoder = ONNXDecoder()
        let reader = ProtobufReader(bytes, 0..<bytes.count, place: "")
        try decoder.readModel(reader)
        guard let field = decoder.graphField else { throw reader.error("the file has no graph") }
        try decoder.readGraph(try reader.message(field, place: "graph"))
        for index in decoder.graph.nodes.indices { try decoder.setVersion(index) }
        return decoder.graph
    }

    private mutating func readModel(_ model: ProtobufReader) throws(ModelFormatError) {
        var reader = model
        while let field = try reader.next() {
            switch field.number {
            case 2: graph.producer = try reader.text(field)
            case 3: graph.producerVersion = try reader.text(field)
            case 7:
                guard graphField == nil else { throw reader.error("the file has two graphs") }
                graphField = field
            case 8: try readVersion(try reader.message(field, place: "opset_import"))
            case 25:
                throw ModelFormatError(
                    format: ONNXReader.format, place: "functions", reason: "functions are not evaluated",
                    remedy: "inline them (onnx.inliner.inline_local_functions); " + ONNXReader.exportAgain)
            default: break
            }
        }
    }

    private mutating func readVersion(_ message: ProtobufReader) throws(ModelFormatError) {
        var reader = message
        var domain = ""
        var version: Int64 = 0
        while let field = try reader.next() {
            switch field.number {
            case 1: domain = try reader.text(field)
            case 2: version = try reader.integer(field)
            default: break
            }
        }
        if domain == "ai.onnx" { domain = "" }
        graph.versions[domain] = max(version, graph.versions[domain] ?? version)
    }

    private mutating func readGraph(_ message: ProtobufReader) throws(ModelFormatError) {
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1:
                let place = "graph.node[\(graph.nodes.count)]"
                graph.nodes.append(try Self.node(try reader.message(field, place: place), graph.nodes.count))
            case 5:
                let place = "graph.initializer[\(graph.constants.count)]"
                let (name, tensor) = try ONNXTensorDecoder.decode(try reader.message(field, place: place))
                guard graph.constants.updateValue(tensor, forKey: name) == nil else {
                    throw reader.error("the initializer \"\(name.prefix(64))\" occurs twice")
                }
            case 11: graph.inputs.append(try Self.value(try reader.message(field, place: "graph.input")))
            case 12: graph.outputs.append(try Self.value(try reader.message(field, place: "graph.output")))
            case 15: throw reader.error("sparse initializers are not evaluated")
            default: break
            }
        }
    }

    private static func node(_ message: ProtobufReader, _ index: Int) throws(ModelFormatError) -> ONNXNode {
        var reader = message
        var node = ONNXNode(index: index)
        var attributes: [ProtobufReader.Field] = []
        while let field = try reader.next() {
            switch field.number {
            case 1: node.inputs.append(try reader.text(field))
            case 2: node.outputs.append(try reader.text(field))
            case 3: node.name = try reader.text(field)
            case 4: node.operation = try reader.text(field)
            case 5: attributes.append(field)
            case 7: node.domain = try reader.text(field)
            default: break
            }
        }
        if node.domain == "ai.onnx" { node.domain = "" }
        for field in attributes {
            let attribute = try attribute(try reader.message(field, place: node.place))
            guard !attribute.isUnsupported else {
                throw node.error(
                    "the attribute \"\(attribute.name.prefix(64))\" holds a sub-graph, which is not evaluated")
            }
            guard node.attributes.updateValue(attribute, forKey: attribute.name) == nil else {
                throw node.error("the attribute \"\(attribute.name.prefix(64))\" occurs twice")
            }
        }
        return node
    }

    private static func attribute(_ message: ProtobufReader) throws(ModelFormatError) -> ONNXAttribute {
        var reader = message
        var attribute = ONNXAttribute()
        while let field = try reader.next() {
            switch field.number {
            case 1: attribute.name = try reader.text(field)
            case 2:
                guard case .fixed32(let bits) = field.value else { throw reader.error("an attribute is no float32") }
                attribute.float = Float(bitPattern: bits)
            case 3: attribute.integer = try reader.integer(field)
            case 4: attribute.text = try reader.text(field)
            case 5:
                attribute.tensor = try ONNXTensorDecoder.decode(try reader.message(field, place: reader.place)).tensor
            case 7: try reader.append(field, to: &attribute.floats)
            case 8: try reader.append(field, to: &attribute.integers)
            case 9: attribute.texts.append(try reader.text(field))
            case 6, 10, 11, 21, 22, 23: attribute.isUnsupported = true
            default: break
            }
        }
        return attribute
    }

    private mutating func setVersion(_ index: Int) throws(ModelFormatError) {
        let node = graph.nodes[index]
        guard node.domain.isEmpty || node.isML else {
            throw node.error("operators of the domain \"\(node.domain.prefix(64))\" are not evaluated")
        }
        guard let version = graph.versions[node.domain] else {
            throw node.error("opset_import gives no version of the operators of its domain")
        }
        guard node.isML || version >= 7 else {
            throw node.error("operators of version \(version) are not evaluated, but those from 7 on")
        }
        graph.nodes[index].version = version
    }
}
