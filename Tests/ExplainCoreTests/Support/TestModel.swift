import ExplainCore
import Synchronization

/// A model given by a function of one row.
struct TestModel: Model {
    let featureCount: Int
    let outputs: Int
    let preferredBatchRows: Int
    let isSingle: Bool
    let function: @Sendable (Span<Double>) -> [Double]

    /// `isSingle` promises that `function` sees no more of its inputs than their float32 value.
    init(
        features: Int, outputs: Int = 1, preferredBatchRows: Int = 16, isSingle: Bool = false,
        function: @escaping @Sendable (Span<Double>) -> [Double]
    ) {
        featureCount = features
        self.outputs = outputs
        self.preferredBatchRows = preferredBatchRows
        self.isSingle = isSingle
        self.function = function
    }

    var operationsPerRow: Int { 10 * featureCount }

    var structure: ModelStructure { ModelStructure(format: "test", kind: "function") }

    func reading(_ input: Double) -> Double { isSingle ? Double(Float(input)) : input }

    func outputCount(in space: OutputSpace) -> Int? { space == .label ? nil : outputs }

    func predict(
        _ rows: Span<Double>, space: OutputSpace, into values: inout MutableSpan<Double>
    ) throws(ModelError) {
        guard outputCount(in: space) != nil else { throw .spaceNotOffered(space) }
        for row in 0..<(rows.count / featureCount) {
            let numbers = function(rows.extracting((row * featureCount)..<((row + 1) * featureCount)))
            for output in 0..<outputs {
                guard numbers[output].isFinite else { throw .notFinite(row: row) }
                values[row * outputs + output] = numbers[output]
            }
        }
    }
}

/// A model that counts the rows it predicts.
final class CountingModel: Model {
    let inner: any Model
    private let counter = Mutex(0)

    init(_ inner: any Model) { self.inner = inner }

    /// Rows predicted so far.
    var rows: Int { counter.withLock { $0 } }

    var featureCount: Int { inner.featureCount }
    var operationsPerRow: Int { inner.operationsPerRow }
    var preferredBatchRows: Int { inner.preferredBatchRows }
    var structure: ModelStructure { inner.structure }

    func reading(_ input: Double) -> Double { inner.reading(input) }

    func outputCount(in space: OutputSpace) -> Int? { inner.outputCount(in: space) }

    func predict(
        _ rows: Span<Double>, space: OutputSpace, into values: inout MutableSpan<Double>
    ) throws(ModelError) {
        counter.withLock { $0 += rows.count / inner.featureCount }
        try inner.predict(rows, space: space, into: &values)
    }
}
