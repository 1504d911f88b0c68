import Testing

@testable import ExplainCore

@Suite struct ExplanationTaskTests {
    private func run(
        _ golden: GoldenCase, _ request: PlanRequest, space: OutputSpace, outputs: [Int], model: (any Model)? = nil,
        parallelism: Int = 1
    ) throws -> [Explanation] {
        let model = model ?? golden.model
        let plan = try MethodPlanner().plan(
            request, players: golden.schema.count, backgroundRows: golden.background.rows.rows, outputs: outputs.count,
            model: model, space: space)
        return try ExplanationTask(
            model: model, schema: golden.schema, instance: golden.instance(0), background: golden.background,
            players: .features(of: golden.schema), space: space, outputs: outputs, plan: plan
        ).run(ComputeContext(seed: 11, parallelism: parallelism))
    }

    @Test(arguments: [RequestedMethod.auto, .exact, .kernelSHAP, .lime])
    func everyMethodAnswersForEveryOutputFromOneSetOfRows(method: RequestedMethod) throws {
        let golden = try GoldenCase("xgb_multi")
        let counting = CountingModel(golden.model)
        let results = try run(
            golden, PlanRequest(method: method), space: .margin, outputs: [2, 0], model: counting)
        #expect(results.map(\.output) == [2, 0])
        let row = Matrix(rows: 1, columns: golden.schema.count, storage: golden.instance(0))
        let predictions = try golden.model.predict(row, space: .margin).storage
        for result in results {
            #expect(result.prediction == predictions[result.output])
            #expect(result.values.count == 13)
            #expect(result.modelRows >= counting.rows && result.modelRows <= counting.rows * 11 / 10)
            if method != .lime { #expect(abs(result.additivityResidual) < 1e-14) }
            #expect((result.fit != nil) == (method == .lime))
        }
        #expect(
            results
                == (try run(
                    golden, PlanRequest(method: method), space: .margin, outputs: [2, 0],
                    model: CountingModel(golden.model), parallelism: 3)))
    }

    @Test func theLimitOfLimeTakesOneRowOfTheModel() throws {
        let golden = try GoldenCase("xgb_multi")
        let request = PlanRequest(estimator: .exactLimit, surrogate: SurrogateSettings(featureLimit: 4))
        let results = try run(golden, request, space: .margin, outputs: [2, 0])
        for result in results {
            #expect(result.method == .lime && result.estimator == .exactLimit)
            #expect(result.isExact && result.converged && result.fit == nil && result.standardErrors == nil)
            #expect(result.evaluations == 1 && result.modelRows == 1)
            #expect(result.values.filter { $0 != 0 }.count == 4)
        }
        #expect(results == (try run(golden, request, space: .margin, outputs: [2, 0], parallelism: 3)))
        let wide = SurrogateSettings(featureLimit: 4, kernelWidth: 50)
        let other = try run(
            golden, PlanRequest(estimator: .exactLimit, surrogate: wide), space: .margin, outputs: [2, 0])
        #expect(other[0].values != results[0].values)
    }

    @Test func costsAreWithinThePlan() throws {
        let golden = try GoldenCase("skl_logit")
        for request in [PlanRequest(), PlanRequest(method: .exact), PlanRequest(method: .lime, budget: 700)] {
            let counting = CountingModel(golden.model)
            let plan = try MethodPlanner().plan(
                request, players: 10, backgroundRows: 100, outputs: 1, model: counting, space: .probability)
            let result = try #require(
                try run(golden, request, space: .probability, outputs: [0], model: counting).first)
            #expect(result.evaluations <= plan.evaluations)
            #expect(counting.rows <= plan.modelRows)
            #expect(result.modelRows >= counting.rows && result.modelRows <= counting.rows * 11 / 10)
        }
    }

    @Test func samplingComesCloseToTheExactValues() throws {
        let golden = try GoldenCase("xgb_reg")
        let exact = try #require(try run(golden, PlanRequest(method: .exact), space: .margin, outputs: [0]).first)
        for estimator in [Estimator.leverage, .wls, .gpOdd] {
            let request = PlanRequest(method: .kernelSHAP, estimator: estimator)
            let result = try #require(try run(golden, request, space: .margin, outputs: [0]).first)
            #expect(relativeDifference(result.values, exact.values) < 0.03)
            #expect(result.estimator == estimator)
            let errors = try #require(result.standardErrors)
            #expect(zip(errors, zip(result.values, exact.values)).allSatisfy { abs($1.0 - $1.1) < 5 * $0 })
        }
    }

    @Test func aSpaceTheModelLacksIsAnError() throws {
        let golden = try GoldenCase("skl_linear")
        #expect(throws: ExplainError.model(.spaceNotOffered(.probability))) {
            try run(golden, PlanRequest(), space: .probability, outputs: [0])
        }
    }
}
