/// Which value of a graph is explained, what its margins are, and how its columns are called.
struct ONNXOutputs {
    /// Where the margins behind an output come from.
    struct Margins {
        let slot: Int
        let link: Link
        /// Whether the one margin s stands for two classes as -s and s.
        var isSigned = false
        /// The node whose scores they are; nil for a plain activation.
        var node: Int?
    }

    private let graph: ONNXGraph
    private let compiler: ONNXCompiler
    /// The value that is explained.
    let name: String
    /// Its margins, where they are known.
    private(set) var margins: Margins?
    /// Whether the values are those of classes.
    let isClassifier: Bool
    /// The classes.
    private(set) var classes: [String]?
    private(set) var notes: [String] = []

    /// Chooses among the outputs of `graph`: the scores beside a label, probabilities rather than what they are made of,
    /// else the first.
    ///
    /// - Throws: ``ModelFormatError`` when there are labels only.
    init(_ graph: ONNXGraph, _ compiler: ONNXCompiler) throws(ModelFormatError) {
        self.graph = graph
        self.compiler = compiler
        var candidates: [String] = []
        var hasLabels = false
        for output in graph.outputs {
            let zip = compiler.producers[output.name].map { graph.nodes[$0] }.flatMap {
                $0.operation == "ZipMap" ? $0 : nil
            }
            if let zip, let scores = zip.inputs.first {
                candidates.insert(scores, at: 0)
                hasLabels = true
                classes = try ONNXClassScores.labels(
                    zip, integers: "classlabels_int64s", texts: "classlabels_strings")?.names
            } else if let type = output.elementType, type != 1, type != 11 {
                hasLabels = true
            } else {
                candidates.append(output.name)
            }
        }
        guard let first = candidates.first else {
            throw ONNXReader.error(
                "graph.output", "the graph answers with labels only, which cannot be explained",
                remedy: "export the scores or probabilities too")
        }
        let slots = Set(candidates.compactMap { compiler.slots[$0] })
        let chosen =
            candidates.first { name in
                Self.margins(name, graph, compiler).map { $0.node == nil && slots.contains($0.slot) } ?? false
            } ?? first
        name = chosen
        margins = Self.margins(chosen, graph, compiler)
        if candidates.count > 1 { notes.append("The output \"\(chosen)\" is explained, others are not.") }
        let isProbability = margins.map { $0.link == .logit || $0.link == .softmax } ?? false
        isClassifier = hasLabels || isProbability
        classes = classes ?? margins?.node.flatMap { node in Self.scores(compiler.operators[node])?.labels?.names }
        if classes == nil, hasLabels { classes = constantClasses() }
    }

    /// The slot of the value.
    var slot: Int { compiler.slots[name] ?? 0 }

    /// The classes that a label output picks from a constant list by position.
    private func constantClasses() -> [String]? {
        for node in graph.nodes where node.operation == "ArrayFeatureExtractor" && node.inputs.count == 2 {
            let index = compiler.producers[node.inputs[1]].map { graph.nodes[$0].operation }
            guard index == "ArgMax", let slot = compiler.slots[node.inputs[0]] else { continue }
            switch compiler.program.slots[slot]?.values {
            case .string(let names)?: return names
            case .some(let values): if let numbers = values.integers { return numbers.map { String($0) } }
            case nil: continue
            }
        }
        return nil
    }

    static func scores(_ operation: (any ONNXOperator)?) -> ONNXClassScores? {
        (operation as? ONNXTreeOperator)?.scores ?? (operation as? ONNXLinearOperator)?.scores
    }

    /// The value behind nodes that change nothing.
    static func origin(_ name: String, _ graph: ONNXGraph, _ compiler: ONNXCompiler) -> String {
        var name = name
        while let index = compiler.producers[name], let source = graph.nodes[index].inputs.first {
            let cast = compiler.operators[index] as? ONNXCastOperator
            guard cast?.target == .float || ["Identity", "Dropout"].contains(graph.nodes[index].operation) else {
                break
            }
            name = source
        }
        return name
    }

    /// The margins behind a value: the raw scores of an operator with a transform, or what an activation reads.
    private static func margins(_ name: String, _ graph: ONNXGraph, _ compiler: ONNXCompiler) -> Margins? {
        let name = origin(name, graph, compiler)
        guard let index = compiler.producers[name] else { return nil }
        let node = graph.nodes[index]
        if let scores = scores(compiler.operators[index]) {
            guard let slot = compiler.marginSlots[name], let link = scores.link else { return nil }
            return Margins(slot: slot, link: link, node: index)
        }
        guard let input = node.inputs.first else { return nil }
        switch node.operation {
        case "Normalizer":
            // After a softmax the sum is 1 already.
            guard let inner = margins(input, graph, compiler), inner.link == .softmax,
                (compiler.operators[index] as? ONNXScalingOperator)?.norm == .absolute
            else { return nil }
            return inner
        case "Softmax": return compiler.slots[input].map { Margins(slot: $0, link: .softmax) }
        case "Sigmoid": return compiler.slots[input].map { Margins(slot: $0, link: .logit) }
        case "Exp": return compiler.slots[input].map { Margins(slot: $0, link: .log) }
        case "Concat": return complement(node, graph, compiler)
        default: return nil
        }
    }

    /// The margin of [1 - p, p] where p is a logistic function of one number.
    private static func complement(_ node: ONNXNode, _ graph: ONNXGraph, _ compiler: ONNXCompiler) -> Margins? {
        guard node.inputs.count == 2, let first = compiler.producers[origin(node.inputs[0], graph, compiler)] else {
            return nil
        }
        let difference = graph.nodes[first]
        let second = origin(node.inputs[1], graph, compiler)
        guard difference.operation == "Sub", difference.inputs.count == 2,
            origin(difference.inputs[1], graph, compiler) == second,
            let one = compiler.slots[difference.inputs[0]], compiler.program.slots[one]?.values.doubles == [1],
            let index = compiler.producers[second], graph.nodes[index].operation == "Sigmoid",
            let slot = graph.nodes[index].inputs.first.flatMap({ compiler.slots[$0] })
        else { return nil }
        return Margins(slot: slot, link: .logit, isSigned: true)
    }
}
