import ExplainCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a model behind an address must show before it is explained: that it is a function of a row.
///
/// The same row alone, in a batch and in the reversed batch must have the same answer, there must be one row of as many
/// numbers as there are outputs for every row, in order, and the numbers must be scores: labels cannot be explained.
struct RemoteProbe: Sendable {
    /// The rows asked, at least one.
    let rows: Matrix
    /// Checks the rows that the training environment gave; nil when they come out, or the text that says which does not.
    let checkExpected: @Sendable (RemoteModel) throws(ModelError) -> String?

    /// Answers of one row in two batches that are closer than this, relative to their size, are the same: a server's matrix
    /// products may add in another order.
    private static let tolerance = 1e-6

    /// Probes the model unless it has passed; only one thread does, others wait for it.
    ///
    /// - Throws: ``ModelError/unavailable(_:)`` with ``ModelOutage/unfit(_:)`` when the model is none, or why it could not
    ///   be asked.
    func ensurePassed(_ model: RemoteModel) throws(ModelError) {
        let patience = PeerDeadline(
            milliseconds: Self.longestWaitMilliseconds, cancellation: model.call.cancellation)
        while true {
            if case .passed = model.target.admission { return }
            let isProbed = try model.target.probing.withLockIfAvailable { _ throws(ModelError) in
                if case .passed = model.target.admission { return true }
                let verdict = try verdict(on: model)
                model.target.admit(verdict)
                if case .failed(let reason) = verdict { throw .unavailable(.unfit(reason)) }
                return true
            }
            if isProbed != nil { return }
            do throws(PeerFault) {
                _ = poll(nil, 0, try patience.nextWaitMilliseconds())
            } catch {
                throw ModelError(error)
            }
        }
    }

    /// How long a thread waits for another that probes, in milliseconds.
    private static let longestWaitMilliseconds = 600_000

    /// Asks the rows in three ways and compares.
    ///
    /// - Throws: ``ModelError`` when there is no answer.
    private func verdict(on model: RemoteModel) throws(ModelError) -> RemoteAdmission {
        let batch = try ask(model, Array(0..<rows.rows))
        if let fault = shapeFault(batch, model) { return .failed(fault) }
        let reversed = try ask(model, Array((0..<rows.rows).reversed()))
        let alone = try ask(model, [0])
        guard reversed.columns == batch.columns, alone.columns == batch.columns else {
            return .failed("the number of its outputs changes from request to request")
        }
        var notes: [String] = []
        for row in 0..<rows.rows {
            switch Self.difference(batch.row(row), reversed.row(rows.rows - 1 - row)) {
            case .none: continue
            case .slight: notes = [Self.slightNote]
            case .great:
                return .failed(
                    "the same rows in reversed order have other answers: it is random, keeps state, or mixes rows up")
            }
        }
        switch Self.difference(batch.row(0), alone.row(0)) {
        case .none: break
        case .slight: notes = [Self.slightNote]
        case .great: return .failed("a row has another answer alone than in a batch")
        }
        var probed = model
        probed.isProbed = true
        if let fault = try checkExpected(probed) { return .failed(fault) }
        return .passed(outputs: batch.columns, notes: notes)
    }

    private static let slightNote =
        "The model server's answers differ in their last digits with the rows of the request, so that explanations do, too."

    private func ask(_ model: RemoteModel, _ order: [Int]) throws(ModelError) -> Matrix {
        let values = order.flatMap { rows.row($0) }
        let (answers, positions) = try model.answers(values.span)
        return Matrix(
            rows: positions.count, columns: answers.columns, storage: positions.flatMap { Array(answers.row($0)) })
    }

    private func shapeFault(_ answers: Matrix, _ model: RemoteModel) -> String? {
        guard answers.columns == model.outputs else {
            return
                "it has \(answers.columns) outputs and was registered with \(model.outputs); reload it now that it answers, "
                + "or mend the outputs of its explain.json"
        }
        if answers.columns == 1, !model.target.settings.answersWholeNumbers,
            answers.storage.allSatisfy({ $0.rounded() == $0 })
        {
            return
                "its answers are whole numbers, as labels are, which cannot be explained; name the output of its scores "
                + "(predict_proba of MLServer's scikit-learn models), or set whole_numbers where they are scores"
        }
        if model.space == .probability, let value = answers.storage.first(where: { !(-1e-6...1.000001).contains($0) }) {
            return "it answers \(value), which is no probability; set \"space\": \"margin\""
        }
        return nil
    }

    private enum Difference { case none, slight, great }

    private static func difference(_ left: ArraySlice<Double>, _ right: ArraySlice<Double>) -> Difference {
        var worst = Difference.none
        for (a, b) in zip(left, right) where a != b {
            guard abs(a - b) <= tolerance * max(1e-3, abs(a), abs(b)) else { return .great }
            worst = .slight
        }
        return worst
    }
}
