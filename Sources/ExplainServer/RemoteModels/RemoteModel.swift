import ExplainCore

/// A model behind an address, asked over HTTP like any other model.
///
/// It has one space, whose numbers the model server gives; which one that is its settings say. A prediction blocks the
/// calling thread until the answer is there: it belongs on the target's own threads.
struct RemoteModel: Model {
    /// Where the model is.
    let target: RemoteTarget
    /// The input columns.
    let schema: FeatureSchema
    /// The scale of the answers.
    let space: OutputSpace
    /// The number of outputs.
    let outputs: Int
    /// What the model must show before anything of it is explained.
    let probe: RemoteProbe
    /// Who asks.
    var call = RemoteCall()
    /// Whether it is being probed right now, and so is asked although it has not passed.
    var isProbed = false
    private let encoder: RemoteEncoder
    private let decoder: RemoteDecoder

    /// Creates a model; its target may have been asked before.
    init(target: RemoteTarget, schema: FeatureSchema, space: OutputSpace, outputs: Int, probe: RemoteProbe) {
        self.target = target
        self.schema = schema
        self.space = space
        self.outputs = outputs
        self.probe = probe
        encoder = RemoteEncoder(target.settings, schema: schema)
        decoder = RemoteDecoder(wireProtocol: target.settings.wireProtocol, output: target.settings.output)
    }

    /// The same model, asked by somebody else.
    func asked(by call: RemoteCall) -> RemoteModel {
        var copy = self
        copy.call = call
        return copy
    }

    var featureCount: Int { schema.count }

    func outputCount(in space: OutputSpace) -> Int? { space == self.space ? outputs : nil }

    /// As a model server takes some twenty microseconds a row, writing and reading the numbers included.
    var operationsPerRow: Int { 20_000 }

    /// The rows of a request.
    var preferredBatchRows: Int { target.settings.maximumRows }

    var largestInput: Double {
        target.settings.floatType == .single ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
    }

    func reading(_ input: Double) -> Double {
        target.settings.floatType == .single ? Double(Float(input)) : input
    }

    var structure: ModelStructure {
        ModelStructure(format: "remote-\(target.settings.wireProtocol.rawValue)", kind: "remote model")
    }

    func predict(
        _ rows: Span<Double>, space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) throws(ModelError) {
        let width = try outputWidth(rows, outputs.count, space)
        guard rows.count > 0 else { return }
        if !isProbed { try probe.ensurePassed(self) }
        let answers = try answers(rows)
        guard answers.values.columns == width else {
            throw .badAnswer(.width(answers.values.columns, expected: width))
        }
        for (row, position) in answers.positions.enumerated() {
            for output in 0..<width { outputs[row * width + output] = answers.values[position, output] }
        }
    }

    private func outputWidth(
        _ rows: borrowing Span<Double>, _ outputCount: Int, _ space: OutputSpace
    ) throws(ModelError) -> Int {
        guard space == self.space else { throw .spaceNotOffered(space) }
        let rest = rows.count % featureCount
        guard rest == 0 else { throw .width(rest, expected: featureCount) }
        precondition(outputCount == rows.count / featureCount * outputs, "outputs hold one result for every row")
        return outputs
    }

    /// Answers of any width, as the probe needs them before the width is known.
    func answers(_ rows: borrowing Span<Double>) throws(ModelError) -> (values: Matrix, positions: [Int]) {
        let distinct = DistinctRows(rows, width: featureCount)
        target.countSaved(distinct.positions.count - distinct.count)
        var storage: [Double] = []
        var columns: Int?
        var rowsPerRequest = target.settings.maximumRows
        var first = 0
        while first < distinct.count {
            let (body, id, count) = request(distinct, first, &rowsPerRequest)
            let decoder = decoder
            let answer: Matrix = try target.ask(body, at: encoder.path, rows: count, call) {
                (bytes: [UInt8]) throws(AnswerFault) -> Matrix in
                try decoder.decode(bytes, rows: count, id: id)
            }
            if let columns, columns != answer.columns {
                throw .badAnswer(.width(answer.columns, expected: columns))
            }
            columns = answer.columns
            storage += answer.storage
            first += count
        }
        return (Matrix(rows: distinct.count, columns: columns ?? 0, storage: storage), distinct.positions)
    }

    /// The next request: as many rows as are allowed, and as fit the allowed bytes.
    private func request(
        _ distinct: DistinctRows, _ first: Int, _ rowsPerRequest: inout Int
    ) -> (body: [UInt8], id: String, rows: Int) {
        let id = "explaind-\(target.nextRequestNumber())"
        while true {
            let count = min(rowsPerRequest, distinct.count - first)
            let range = (first * featureCount)..<((first + count) * featureCount)
            let body = encoder.encode(distinct.values[range], id: id)
            if count == 1 || body.count <= target.settings.maximumRequestBytes { return (body, id, count) }
            rowsPerRequest = max(1, count / 2)
        }
    }
}
