/// A model that evaluates an ONNX graph, in the precision of the graph.
///
/// The answer for a row has the same bits alone and in any batch: every operator computes row by row in one order.
struct ONNXModel: Model {
    let inputs: ONNXInputs
    /// The offered spaces.
    private(set) var margin: ONNXAnswer?
    private(set) var probability: ONNXAnswer?
    /// The number of rows that are evaluated together.
    private(set) var batchRows = 1
    private(set) var operationsPerRow = 1
    /// The margins as a linear model, where they are one: its values are exact.
    let linear: LinearModel?
    let structure: ModelStructure
    /// Whether the graph takes batches; else it is evaluated row by row.
    private(set) var takesBatches = true

    var featureCount: Int { inputs.count }
    var preferredBatchRows: Int { max(batchRows, 16) }

    /// Float32 inputs hold no larger numbers.
    var largestInput: Double {
        readsSingle ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
    }

    /// Float32 inputs are rounded; others are left as they are.
    func reading(_ input: Double) -> Double { readsSingle ? Double(Float(input)) : input }

    private var readsSingle: Bool { inputs.parts.contains { $0.type == .float } && !hasWideInputs }
    private var hasWideInputs: Bool { inputs.parts.contains { ![.float, .string, .bool].contains($0.type) } }

    /// Creates a model and tries it on rows of small numbers.
    ///
    /// - Throws: ``ONNXProgram/Failure`` when the graph cannot be evaluated.
    init(
        inputs: ONNXInputs, margin: ONNXAnswer?, probability: ONNXAnswer?, linear: LinearModel? = nil,
        structure: ModelStructure
    ) throws(ONNXProgram.Failure) {
        self.inputs = inputs
        self.margin = margin
        self.probability = probability
        self.linear = linear
        self.structure = structure
        var peak = 1
        for space in [OutputSpace.margin, .probability] {
            guard var answer = answer(space) else { continue }
            var workspace = ONNXWorkspace(rows: 1, isTrial: true)
            let first = try evaluate(trialRow(0).span, answer, &workspace)
            answer.width = first.count
            if space == .margin { self.margin = answer } else { self.probability = answer }
            peak = max(peak, workspace.peakElements)
            operationsPerRow = max(operationsPerRow, workspace.operations)
            takesBatches = takesBatches && isSeparable(answer, first)
        }
        // Margins that do not belong to the outputs one by one are of no use.
        if let probability = self.probability, self.margin?.width != probability.width { self.margin = nil }
        if takesBatches { batchRows = min(256, max(1, ONNXWorkspace.maximumElements / 4 / peak)) }
    }

    /// The number of outputs of the space that is explained first.
    var width: Int { margin?.width ?? probability?.width ?? 0 }

    func outputCount(in space: OutputSpace) -> Int? { answer(space)?.width }

    private func answer(_ space: OutputSpace) -> ONNXAnswer? {
        switch space {
        case .margin: margin
        case .probability: probability
        case .label: nil
        }
    }

    func predict(
        _ rows: Span<Double>, space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) throws(ModelError) {
        let width = try outputWidth(rows, outputs.count, space)
        guard let answer = answer(space) else { throw .spaceNotOffered(space) }
        let rowCount = rows.count / featureCount
        for start in stride(from: 0, to: rowCount, by: batchRows) {
            let end = min(rowCount, start + batchRows)
            var workspace = ONNXWorkspace(rows: end - start)
            let values: [Double]
            do throws(ONNXProgram.Failure) {
                values = try evaluate(
                    rows.extracting((start * featureCount)..<(end * featureCount)), answer, &workspace)
                guard values.count == (end - start) * width else {
                    throw ONNXProgram.Failure(
                        place: "graph.output", fault: .shapes([values.count], [end - start, width]))
                }
            } catch {
                throw .evaluation(place: error.place, reason: error.fault.reason)
            }
            for (index, value) in values.enumerated() { outputs[start * width + index] = value }
        }
        try requireFinite(outputs, width: width)
    }

    /// The answers for rows, row after row.
    private func evaluate(
        _ rows: Span<Double>, _ answer: ONNXAnswer, _ workspace: inout ONNXWorkspace
    ) throws(ONNXProgram.Failure) -> [Double] {
        let tensors = try inputs.tensors(rows)
        let filled = zip(inputs.parts, tensors).map { (slot: $0.slot, tensor: $1) }
        let result = try answer.program.evaluate(filled, answer: answer.slot, &workspace)
        guard let values = result.values.doubles else {
            throw ONNXProgram.Failure(place: "graph.output", fault: .elementType(result.type, input: 0))
        }
        let rowCount = rows.count / featureCount
        guard !values.isEmpty, result.shape.first == rowCount || (rowCount == 1 && result.rank == 0),
            values.count % rowCount == 0, values.count / rowCount <= ModelFileLimits.maximumMargins
        else {
            throw ONNXProgram.Failure(place: "graph.output", fault: .shapes(result.shape, [rowCount]))
        }
        guard answer.isSigned else { return values }
        return values.flatMap { [-$0, $0] }
    }

    /// Whether two rows together get the bits that each gets alone.
    private func isSeparable(_ answer: ONNXAnswer, _ first: [Double]) -> Bool {
        var workspace = ONNXWorkspace(rows: 2, isTrial: true)
        let rows = trialRow(0) + trialRow(1)
        guard let both = try? evaluate(rows.span, answer, &workspace) else { return false }
        guard let second = try? evaluate(trialRow(1).span, answer, &workspace) else { return false }
        return both.map(\.bitPattern) == (first + second).map(\.bitPattern)
    }

    /// A row of small numbers, and of categories that exist.
    private func trialRow(_ number: Int) -> [Double] {
        inputs.parts.flatMap { part in
            part.columns.map { column in
                switch part.type {
                case .float, .double: Double(number) * (0.5 + 0.25 * Double(column % 4))
                case .string: Double(min(number, max(0, (inputs.categories[column]?.count ?? 1) - 1)))
                default: Double(number)
                }
            }
        }
    }

    /// Whether the answers stay numbers when each column on its own is missing; false of all where to try takes too long.
    func missingColumns() -> [Bool] {
        let row = trialRow(1)
        var accepted: [Bool] = []
        let isAffordable = inputs.count <= (1 << 26) / operationsPerRow
        for part in inputs.parts {
            for column in part.columns {
                guard isAffordable, part.type == .float || part.type == .double else {
                    accepted.append(false)
                    continue
                }
                var changed = row
                changed[column] = .nan
                let matrix = Matrix(rows: 1, columns: featureCount, storage: changed)
                let spaces = [OutputSpace.margin, .probability].filter { outputCount(in: $0) != nil }
                accepted.append(spaces.allSatisfy { (try? predict(matrix, space: $0)) != nil })
            }
        }
        return accepted
    }
}
