/// Anything that maps rows of numbers to rows of numbers, in batches.
///
/// A prediction of a row depends on that row alone: the same bits alone, in any batch and on any thread.
public protocol Model: Sendable {
    /// The number of input columns.
    var featureCount: Int { get }

    /// The number of output columns in `space`; nil where the model does not offer that space.
    func outputCount(in space: OutputSpace) -> Int?

    /// Roughly how many arithmetic steps one row costs; the planner's unit of cost.
    var operationsPerRow: Int { get }

    /// The number of rows a call handles best.
    var preferredBatchRows: Int { get }

    /// The largest magnitude of an input that the model's arithmetic holds as a finite number.
    var largestInput: Double { get }

    /// The number that the model's arithmetic reads for an input: inputs read alike give the same answers to the bit.
    func reading(_ input: Double) -> Double

    /// Facts about the model's structure, for the registration report.
    var structure: ModelStructure { get }

    /// Predicts a batch.
    ///
    /// Shapes: `rows` holds k x `featureCount` values row after row (NaN: missing), `outputs` k x `outputCount(in: space)`.
    ///
    /// - Throws: ``ModelError`` when the space is not offered, or a prediction is not finite.
    func predict(
        _ rows: Span<Double>, space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) throws(ModelError)

    /// A faster way to predict rows that are part `instance` and part `background`; nil where there is none.
    ///
    /// Shapes: `instance` holds `featureCount` values, `background` any number of such rows, row after row.
    func hybridPredictor(
        instance: [Double], background: [Double], space: OutputSpace
    ) -> (any HybridPredictor)?
}

extension Model {
    /// Every finite double.
    public var largestInput: Double { .greatestFiniteMagnitude }

    /// The input itself.
    public func reading(_ input: Double) -> Double { input }

    /// The number of rows a call handles best: 256.
    public var preferredBatchRows: Int { 256 }

    /// None.
    public func hybridPredictor(
        instance: [Double], background: [Double], space: OutputSpace
    ) -> (any HybridPredictor)? { nil }

    /// Predicts a matrix of rows; the result is rows x outputs.
    ///
    /// - Throws: ``ModelError`` as the batch form does.
    public func predict(_ rows: Matrix, space: OutputSpace) throws(ModelError) -> Matrix {
        guard rows.columns == featureCount else { throw .width(rows.columns, expected: featureCount) }
        guard let outputs = outputCount(in: space) else { throw .spaceNotOffered(space) }
        var result = [Double](repeating: 0, count: rows.rows * outputs)
        var span = result.mutableSpan
        try predict(rows.storage.span, space: space, into: &span)
        return Matrix(rows: rows.rows, columns: outputs, storage: result)
    }
}

/// Why a model does not answer.
public enum ModelError: Error, Equatable {
    /// The model has no such output scale.
    case spaceNotOffered(OutputSpace)
    /// A batch has rows of another width.
    case width(Int, expected: Int)
    /// The model answered NaN or an infinity for this row of the batch.
    case notFinite(row: Int)
    /// A part of the model cannot be evaluated on a row: the part, and why.
    case evaluation(place: String, reason: String)
    /// The model is asked elsewhere, and gave no answer.
    case unavailable(ModelOutage)
    /// The model is asked elsewhere, and gave no answer in time.
    case timedOut
    /// The model is asked elsewhere, and its answer is none.
    case badAnswer(AnswerFault)
    /// Whoever asked called it off.
    case cancelled
    /// The deadline of whoever asked passed meanwhile.
    case deadlineExceeded
}

/// What a model is made of, for people and for the planner.
public struct ModelStructure: Sendable, Equatable {
    /// The file format, such as `xgboost-json`.
    public var format: String
    /// The kind of model, such as `tree ensemble`.
    public var kind: String
    /// The training objective as the file names it, if any.
    public var objective: String?
    /// Further facts in display order, such as trees, nodes and maximal depth.
    public var facts: [Fact]

    /// One named number.
    public struct Fact: Sendable, Equatable {
        /// What is counted.
        public var name: String
        /// The count.
        public var value: Int
        /// Creates a fact.
        public init(name: String, value: Int) {
            self.name = name
            self.value = value
        }
    }

    /// Creates a description.
    public init(format: String, kind: String, objective: String? = nil, facts: [Fact] = []) {
        self.format = format
        self.kind = kind
        self.objective = objective
        self.facts = facts
    }
}
