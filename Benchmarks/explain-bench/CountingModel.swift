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
        note(rows.count / max(1, featureCount), since: start)
    }

    func hybridPredictor(
        instance: [Double], background: [Double], space: OutputSpace
    ) -> (any HybridPredictor)? {
        model.hybridPredictor(instance: instance, background: background, space: space)
            .map { Hybrid(predictor: $0, model: self) }
    }

    private func note(_ rows: Int, since start: Double) {
        let elapsed = ProcessMeter.processorSeconds - start
        state.withLock {
            $0.rows += rows
            $0.seconds += elapsed
        }
    }

    /// The model's faster way to predict hybrid rows, noted as well.
    private struct Hybrid: HybridPredictor {
        let predictor: any HybridPredictor
        let model: CountingModel

        func predict(_ pieces: [HybridPiece], into outputs: inout MutableSpan<Double>) throws(ModelError) {
            let start = ProcessMeter.processorSeconds
            try predictor.predict(pieces, into: &outputs)
            model.note(pieces.reduce(0) { $0 + $1.count }, since: start)
        }
    }
}
