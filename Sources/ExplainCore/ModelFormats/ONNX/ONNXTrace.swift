/// Which columns of the rows a value of the graph holds, where it holds them unchanged.
struct ONNXTrace {
    /// A matrix whose columns are columns of the rows.
    struct Columns: Equatable {
        var columns: [Int]
        var type: ONNXElementType
    }

    /// The most columns of all values together; beyond that nothing is followed, and the model is explained by its answers.
    private static let maximumColumns = 1 << 22

    private(set) var values: [String: Columns] = [:]
    /// The categories that encoders know of each text column.
    private(set) var categories: [Int: [String]] = [:]

    /// Follows the columns through the graph.
    init(_ graph: ONNXGraph, _ inputs: ONNXInputs, _ compiler: ONNXCompiler) {
        for part in inputs.parts where (part.tail?.count ?? 1) == 1 {
            values[part.name] = Columns(columns: Array(part.columns), type: part.type)
        }
        var room = Self.maximumColumns - values.values.reduce(0) { $0 + $1.columns.count }
        for node in graph.nodes {
            guard let output = node.outputs.first, let name = node.inputs.first, let source = values[name] else {
                continue
            }
            if let encoder = compiler.operators[node.index] as? ONNXEncodingOperator {
                addCategories(encoder.texts, of: source)
            } else if let columns = follow(node, source, compiler, room: room) {
                values[output] = columns
                room -= columns.columns.count
            }
        }
    }

    private mutating func addCategories(_ texts: [String], of source: Columns) {
        for column in source.columns where source.type == .string {
            let known = Set(categories[column] ?? [])
            var seen = known
            categories[column, default: []] += texts.filter { seen.insert($0).inserted }
        }
    }

    /// The columns of the node's output, when there is room for them.
    private func follow(
        _ node: ONNXNode, _ source: Columns, _ compiler: ONNXCompiler, room: Int
    ) -> Columns? {
        guard source.columns.count <= room else { return nil }
        func constant(_ index: Int) -> [Int64]? {
            guard node.inputs.count > index, let slot = compiler.slots[node.inputs[index]] else { return nil }
            return compiler.program.slots[slot]?.values.integers
        }
        switch (compiler.operators[node.index], node.operation) {
        case (_, "Identity"), (_, "Dropout"): return source
        case (let cast as ONNXCastOperator, _): return Self.cast(source, to: cast.target)
        case (_, "Flatten"): return node.integer("axis") ?? 1 == 1 ? source : nil
        case (_, "Reshape"): return constant(1) == [-1, Int64(source.columns.count)] ? source : nil
        case (let gather as ONNXGatherOperator, "Gather") where gather.axis == 1 || gather.axis == -1:
            return pick(
                source, constant(1), room: room,
                isVector: compiler.slots[node.inputs[1]].map { compiler.program.slots[$0]?.rank } == 1)
        case (_, "ArrayFeatureExtractor"): return pick(source, constant(1), room: room, isVector: true)
        case (let concat as ONNXGatherOperator, "Concat") where concat.axis == 1 || concat.axis == -1:
            var all = Columns(columns: [], type: source.type)
            for name in node.inputs {
                guard let part = values[name], part.type == source.type,
                    all.columns.count + part.columns.count <= room
                else { return nil }
                all.columns += part.columns
            }
            return all
        default: return nil
        }
    }

    /// A cast to float32 after reading a number does what reading it as float32 does.
    private static func cast(_ source: Columns, to target: ONNXElementType) -> Columns? {
        if source.type == target { return source }
        guard target == .float, source.type == .double || source.type == .int64 || source.type == .int32 else {
            return nil
        }
        return Columns(columns: source.columns, type: .float)
    }

    private func pick(_ source: Columns, _ positions: [Int64]?, room: Int, isVector: Bool) -> Columns? {
        guard isVector, let positions, positions.count <= room else { return nil }
        var columns: [Int] = []
        for position in positions {
            let own = position < 0 ? position + Int64(source.columns.count) : position
            guard let index = Int(exactly: own), source.columns.indices.contains(index) else { return nil }
            columns.append(source.columns[index])
        }
        return Columns(columns: columns, type: source.type)
    }
}
