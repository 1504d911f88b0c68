import ExplainCore
import Synchronization

/// A model that notes what it spends: what remains of a method's time is the method's own.
///
/// It hides the model's kind, so that a method treats it as a black box.
final class CountingModel: Model {
    /// What was spent so far.
    struct Spent: Sendable {
        /// Rows predicted.
        var rows = 0
        /// Processor time, in seconds.
        var seconds = 0.0
    }

    private let model: any Model
    private let state = Mutex(Spent())

    init(_ model: any Model) { self.model = model }

    /// What was spent so far.
    var spent: Spent { state.withLock { $0 } }

    var featureCount: Int { model.featureCount }
    var operationsPerRow: Int { model.operationsPerRow }
    var preferredBatchRows: Int { model.preferredBatchRows }
    var largestInput: Double { model.largestInput }
    var structure: ModelStructure { model.structure }

    func outputCount(in space: OutputSpace) -> Int? { model.outputCount(in: space) }

    func predict(
        _ rows: Span<Double>, space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) throws(ModelError) {
        let start = ProcessMeter.processorSeconds
        try model.predict(rows, space: space, into: &outputs)
        let elapsed = ProcessMeter.processorSeconds - start
        let count = rows.count / max(1, featureCount)
        state.withLock {
            $0.rows += count
            $0.seconds += elapsed
        }
    }
}
