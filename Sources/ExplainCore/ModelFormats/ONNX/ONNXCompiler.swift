/// Checks a graph and makes its program: every value assigned once, before it is read, by an operator that is known.
struct ONNXCompiler {
    private(set) var program: ONNXProgram
    /// The slot of each value.
    private(set) var slots: [String: Int] = [:]
    /// The node that makes each value, as a position among the graph's nodes.
    private(set) var producers: [String: Int] = [:]
    /// The operators by node; nil for those that are bypassed.
    private(set) var operators: [(any ONNXOperator)?] = []
    /// The slot of the margins of each value that an operator makes from margins.
    private(set) var marginSlots: [String: Int] = [:]

    /// Compiles `graph`.
    ///
    /// - Throws: ``ModelFormatError`` that names the node.
    init(_ graph: ONNXGraph) throws(ModelFormatError) {
        program = ONNXProgram(slots: [], steps: [])
        for (name, tensor) in graph.constants { program.slots[addSlot(name)] = tensor }
        for input in graph.inputs where graph.constants[input.name] == nil {
            guard slots[input.name] == nil else {
                throw ONNXReader.error("graph.input", "\"\(input.name)\" occurs twice")
            }
            _ = addSlot(input.name)
        }
        let read = Set(graph.nodes.lazy.flatMap(\.inputs))
        for node in graph.nodes { try add(node, read) }
        for output in graph.outputs where slots[output.name] == nil {
            throw ONNXReader.error("graph.output", "no node makes the output \"\(output.name.prefix(64))\"")
        }
        do throws(ONNXProgram.Failure) { try program.foldConstants() } catch {
            throw ONNXReader.error(error.place, error.fault.reason)
        }
    }

    private mutating func addSlot(_ name: String) -> Int {
        slots[name] = program.slots.count
        program.slots.append(nil)
        return program.slots.count - 1
    }

    private mutating func add(_ given: ONNXNode, _ read: Set<String>) throws(ModelFormatError) {
        var node = given
        node.isLabelRead = node.outputs.first.map(read.contains) ?? false
        var inputs: [Int?] = []
        for name in node.inputs {
            guard name.isEmpty || slots[name] != nil else {
                throw node.error(
                    "it reads \"\(name.prefix(64))\", which no initializer, input or earlier node gives",
                    remedy: "nodes stand after those they read; " + ONNXReader.exportAgain)
            }
            inputs.append(slots[name])
        }
        for name in node.outputs where !name.isEmpty {
            guard slots[name] == nil else { throw node.error("it makes \"\(name.prefix(64))\", which exists already") }
            producers[name] = node.index
        }
        guard node.operation != "ZipMap" || !node.isML else {
            // What it makes of scores and classes is read where it comes from.
            for name in node.outputs { _ = addSlot(name) }
            operators.append(nil)
            return
        }
        if let constant = try Self.constant(node) {
            for name in node.outputs.prefix(1) { program.slots[addSlot(name)] = constant }
            operators.append(nil)
            return
        }
        let operation = try Self.operation(node)
        operators.append(operation)
        var outputs: [Int?] = []
        for name in node.outputs { outputs.append(name.isEmpty ? nil : addSlot(name)) }
        addMargins(node, operation, &outputs)
        program.steps.append(
            ONNXProgram.Step(place: node.place, operation: operation, inputs: inputs, outputs: outputs))
    }

    /// A label that nobody reads is not computed; margins get a slot after the outputs.
    private mutating func addMargins(_ node: ONNXNode, _ operation: any ONNXOperator, _ outputs: inout [Int?]) {
        guard let scores = (operation as? ONNXTreeOperator)?.scores ?? (operation as? ONNXLinearOperator)?.scores else {
            return
        }
        let position = scores.labels == nil ? 0 : 1
        guard position < node.outputs.count, outputs.count <= position + 1 else { return }
        if position == 1, !node.isLabelRead { outputs[0] = nil }
        marginSlots[node.outputs[position]] = program.slots.count
        outputs.append(program.slots.count)
        program.slots.append(nil)
    }

    private static func constant(_ node: ONNXNode) throws(ModelFormatError) -> ONNXTensor? {
        guard !node.isML, node.operation == "Constant" else { return nil }
        if let tensor = node.attributes["value"]?.tensor { return tensor }
        if let value = node.float("value_float") { return ONNXTensor([], .float([value])) }
        if let value = node.integer("value_int") { return ONNXTensor([], .int64([value])) }
        if let value = node.text("value_string") { return ONNXTensor([], .string([value])) }
        if let values = node.attributes["value_floats"]?.floats { return ONNXTensor([values.count], .float(values)) }
        if let values = node.attributes["value_ints"]?.integers { return ONNXTensor([values.count], .int64(values)) }
        if let values = node.attributes["value_strings"]?.texts { return ONNXTensor([values.count], .string(values)) }
        throw node.error("the constant has no value")
    }

    /// The operator of a node.
    private static func operation(_ node: ONNXNode) throws(ModelFormatError) -> any ONNXOperator {
        if let known = ONNXUnaryOperator(node) { return known }
        if let known = ONNXBinaryOperator(node) { return known }
        if let known = ONNXSelectOperator(node) { return known }
        if let known = ONNXReductionOperator(node) { return known }
        if let known = ONNXSoftmaxOperator(node) { return known }
        if let known = ONNXGatherOperator(node) { return known }
        if let known = try ONNXShapeOperator(node) { return known }
        if let known = try ONNXCastOperator(node) { return known }
        if let known = try ONNXMatrixOperator(node) { return known }
        if let known = try ONNXScalingOperator(node) { return known }
        if let known = try ONNXEncodingOperator(node) { return known }
        if let known = try ONNXLinearOperator(node) { return known }
        if let known = try ONNXSupportVectorOperator(node) { return known }
        if let known = try ONNXTreeOperator(node) { return known }
        let domain = node.isML ? "ai.onnx.ml" : "ai.onnx"
        throw node.error("the operator \(domain).\(node.operation.prefix(64)) is not evaluated")
    }
}
