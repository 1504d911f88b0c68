import ExplainCore

/// Loads a file and, where that succeeds, predicts and explains with it.
struct FuzzExercise {
    /// What came of a file.
    struct Outcome {
        var isLoaded = false
        var isExplained = false
        /// What must not be.
        var fault: String?
    }

    /// Chooses what is explained, and how.
    let round: Int

    private static let values = [0, 1, -1.5, 3, 1e30, .nan, 2e7, -0.0, 1e-40]

    /// The most columns of a model that is predicted with, and of one that is explained.
    private static let mostColumns = (predicted: 1000, explained: 24)

    func run(_ bytes: [UInt8]) -> Outcome {
        var outcome = Outcome()
        let loaded: LoadedModelFile
        do throws(ModelFormatError) { loaded = try ModelFile.load(bytes) } catch {
            if error.reason.isEmpty { outcome.fault = "refused without a reason" }
            return outcome
        }
        outcome.isLoaded = true
        let model = loaded.model
        guard model.featureCount <= Self.mostColumns.predicted else { return outcome }
        for space in OutputSpace.allCases {
            guard let got = try? model.predict(rows(model.featureCount), space: space) else { continue }
            if !got.storage.allSatisfy(\.isFinite) { outcome.fault = "predicts NaN or an infinity" }
        }
        guard model.featureCount <= Self.mostColumns.explained else { return outcome }
        for (method, kind) in methods { explain(model, method, kind, &outcome) }
        return outcome
    }

    /// Rows that take every kind of turn: each value in all columns, then mixtures.
    private func rows(_ columns: Int) -> Matrix {
        var storage = Self.values.flatMap { [Double](repeating: $0, count: columns) }
        for row in 0..<4 {
            for column in 0..<columns {
                storage.append(Self.values[(column * 7 + row * 3 + round) % Self.values.count])
            }
        }
        return Matrix(rows: Self.values.count + 4, columns: columns, storage: storage)
    }

    private var methods: [(RequestedMethod, AttributionKind)] {
        let more: [(RequestedMethod, AttributionKind)] = [
            (.kernelSHAP, .shapley), (.exact, AttributionKind(interactions: true)), (.lime, .shapley),
            (.exact, AttributionKind(index: .banzhaf)),
        ]
        return [(.auto, .shapley), (.treePathDependent, .shapley), more[round % more.count]]
    }

    private func explain(
        _ model: any Model, _ method: RequestedMethod, _ kind: AttributionKind, _ outcome: inout Outcome
    ) {
        let features = (0..<model.featureCount).map { Feature(name: "\($0)", isNullable: true) }
        let all = rows(model.featureCount)
        // The first two values are also codes of categories.
        let reference = Matrix(rows: 2, columns: all.columns, storage: Array(all.storage[..<(2 * all.columns)]))
        guard let schema = try? FeatureSchema(features), let background = try? Background(reference) else { return }
        let players = Players.features(of: schema)
        let budget: Int? = method == .kernelSHAP || method == .lime ? 40 : nil
        for space in [OutputSpace.margin, .probability] {
            guard let outputs = model.outputCount(in: space), outputs > 0,
                let plan = try? MethodPlanner().plan(
                    PlanRequest(method: method, budget: budget, kind: kind), players: players.count,
                    backgroundRows: 2, outputs: 1, model: model, space: space)
            else { continue }
            // Larger than a request may be: it would be a job.
            guard plan.operations < 2e7 else { continue }
            let task = ExplanationTask(
                model: model, schema: schema, instance: [Double](all.row(round % all.rows)), background: background,
                players: players, space: space, outputs: [round % outputs], plan: plan)
            guard let result = try? task.run(ComputeContext(seed: 1)) else { continue }
            outcome.isExplained = true
            let numbers = result.flatMap { $0.values + [$0.baseValue, $0.prediction] }
            if !numbers.allSatisfy(\.isFinite) { outcome.fault = "\(method) explains with NaN or an infinity" }
        }
    }
}
