import Testing

@testable import ExplainCore

@Suite struct LinearSHAPTests {
    private func linear(
        _ weights: [Double], _ intercepts: [Double], arithmetic: Arithmetic = .double
    ) -> LinearModel {
        LinearModel(
            featureCount: weights.count / intercepts.count, weights: weights, intercepts: intercepts, link: .identity,
            arithmetic: arithmetic, structure: ModelStructure(format: "test", kind: "linear"))
    }

    @Test(arguments: ["skl_linear", "skl_logit", "skl_softmax"]) func closedFormOfRealModels(name: String) throws {
        let golden = try GoldenCase(name)
        let model = try #require(golden.model as? LinearModel)
        let truth = try #require(golden.expected["interventional_raw"])
        let base = try #require(truth["base"]).doubles
        for index in 0..<golden.instances.rows {
            let result = try LinearSHAP(model, players: .features(of: golden.schema)).attributions(
                instance: golden.instance(index), background: golden.background, context: ComputeContext())
            let values = try #require(truth["values"]?[index]?.asArray).flatMap(\.doubles)
            #expect(relativeDifference(result.values.storage, values) < 1e-9)
            #expect(relativeDifference(result.baseValues, base) < 1e-12)
            let raw = try #require(golden.expected["raw"]?[index]).doubles
            #expect(relativeDifference(result.fullValues, raw) < 1e-12)
            #expect(result.isExact && result.converged)
        }
    }

    /// XGBoost's linear booster adds in float32; the closed form differs from its game by that rounding alone.
    @Test func gblinearUpToItsRounding() throws {
        let folder = "explanations/xgb_gblinear"
        let loaded = try ModelFile.load(try Golden.bytes(folder + "/model.json")).model
        let model = try #require(loaded as? LinearModel)
        let rows = try Golden.matrix(try Golden.json(folder + "/data.json")["instances"])
        let background = try Background(rows)
        let columns = (0..<model.featureCount).map { [$0] }
        let players = Players(names: columns.map { "f\($0)" }, columns: columns)
        let raw = try Golden.rows(try Golden.json(folder + "/expected.json")["raw"])
        for index in 0..<rows.rows {
            let instance = [Double](rows.row(index))
            let result = try LinearSHAP(model, players: players).attributions(
                instance: instance, background: background, context: ComputeContext())
            #expect(relativeDifference(result.fullValues, raw[index]) < 1e-6)
            guard index < 2 else { continue }
            let game = ModelGame(
                model: model, instance: instance, background: background, players: players, space: .margin,
                outputs: [0])
            let exact = try ExactEnumeration().attributions(of: game, context: ComputeContext())
            #expect(relativeDifference(result.values.storage, exact.values.storage) < 1e-5)
        }
    }

    @Test func groupsHaveTheSumOfTheirColumns() throws {
        let model = linear([1, -2, 3, 0.5, 4, -1], [10, -10])
        let background = try Background(
            Matrix(rows: 2, columns: 3, storage: [0, 1, 2, 4, 5, 6]), weights: [1, 3])
        let players = Players(names: ["a", "b"], columns: [[2, 0], [1]])
        let instance = [7.0, 8, 9]
        let result = try LinearSHAP(model, players: players).attributions(
            instance: instance, background: background, context: ComputeContext())
        let game = ModelGame(
            model: model, instance: instance, background: background, players: players, space: .margin,
            outputs: [0, 1])
        let exact = try ExactEnumeration().attributions(of: game, context: ComputeContext())
        #expect(relativeDifference(result.values.storage, exact.values.storage) < 1e-14)
        #expect(result.baseValues == exact.baseValues)
        #expect(result.fullValues == exact.fullValues)
    }

    @Test func missingValuesAddNothingInSingleArithmetic() throws {
        let model = linear([2, 3], [1], arithmetic: .single)
        let background = try Background(Matrix(rows: 2, columns: 2, storage: [.nan, 1, 4, 1]))
        let players = Players(names: ["a", "b"], columns: [[0], [1]])
        let result = try LinearSHAP(model, players: players).attributions(
            instance: [.nan, 2], background: background, context: ComputeContext())
        #expect(result.values.storage == [-4, 3])
        #expect(result.baseValues == [8])
    }

    @Test func rowsThatTheModelCannotAnswerAreNamed() throws {
        let players = Players(names: ["a", "b"], columns: [[0], [1]])
        let method = LinearSHAP(linear([2, 0], [1]), players: players)
        let background = try Background(Matrix(rows: 2, columns: 2, storage: [1, 1, 4, .nan]))
        #expect(throws: ExplainError.model(.notFinite(row: 1))) {
            try method.attributions(instance: [1, 1], background: background, context: ComputeContext())
        }
        let whole = try Background(Matrix(rows: 1, columns: 2, storage: [1, 1]))
        #expect(throws: ExplainError.model(.notFinite(row: 0))) {
            try method.attributions(instance: [1, .nan], background: whole, context: ComputeContext())
        }
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: ExplainError.cancelled) {
            try method.attributions(
                instance: [1, 1], background: whole, context: ComputeContext(cancellation: cancellation))
        }
    }
}
