import Testing

@testable import ExplainCore

/// Plans and explanations of models whose margins are sums of trees or of weighted columns.
@Suite struct ClosedFormTests {
    private func plan(
        _ request: PlanRequest, _ model: any Model, space: OutputSpace = .margin
    ) throws(PlanError) -> Plan {
        try MethodPlanner().plan(
            request, players: model.featureCount, backgroundRows: 100, outputs: 1, model: model, space: space)
    }

    private func run(
        _ golden: GoldenCase, _ model: any Model, _ request: PlanRequest, space: OutputSpace = .margin, outputs: [Int],
        instance: Int = 0
    ) throws -> [Explanation] {
        try ExplanationTask(
            model: model, schema: golden.schema, instance: golden.instance(instance), background: golden.background,
            players: .features(of: golden.schema), space: space, outputs: outputs,
            plan: try plan(request, model, space: space)
        ).run(ComputeContext())
    }

    @Test(arguments: [RequestedMethod.auto, .exact]) func marginsOfTreesAndWeightsAreNeverSampled(
        method: RequestedMethod
    ) throws {
        for (name, expected) in [("xgb_bin", Method.treeSHAP), ("skl_rf_wine", .treeSHAP), ("skl_logit", .linearSHAP)] {
            let model = try GoldenCase(name).model
            for budget in [nil, 50] {
                let plan = try plan(PlanRequest(method: method, budget: budget), model)
                #expect(plan.method == expected && plan.isExact && plan.estimator == nil)
                #expect(plan.modelRows == 1 && plan.evaluations == 1)
                #expect(plan.operations > Double(model.operationsPerRow))
            }
            #expect(throws: PlanError.budgetTooSmall(1, minimum: 2)) {
                try self.plan(PlanRequest(method: method, budget: 1), model)
            }
        }
    }

    @Test func aLinkMakesTheModelABlackBox() throws {
        let trees = try GoldenCase("xgb_base_logistic").model
        #expect(try plan(PlanRequest(), trees, space: .probability).method == .enumeration)
        #expect(try plan(PlanRequest(method: .exact), trees, space: .probability).method == .enumeration)
        #expect(try plan(PlanRequest(), GoldenCase("xgb_bin").model, space: .probability).method == .kernelSHAP)
        #expect(try plan(PlanRequest(method: .kernelSHAP), trees).method == .kernelSHAP)
        #expect(try plan(PlanRequest(method: .enumeration), trees).method == .enumeration)
        #expect(throws: PlanError.marginOnly(.treeSHAP, space: .probability)) {
            try self.plan(PlanRequest(method: .treeSHAP), trees, space: .probability)
        }
    }

    @Test func methodsByNameNeedTheirKindOfModel() throws {
        let trees = try GoldenCase("xgb_reg").model
        let linear = try GoldenCase("skl_linear").model
        let network = try GoldenCase("skl_mlp_reg").model
        #expect(try plan(PlanRequest(method: .treeSHAP), trees).method == .treeSHAP)
        #expect(try plan(PlanRequest(method: .treePathDependent), trees).method == .treePathDependent)
        #expect(try plan(PlanRequest(method: .linearSHAP), linear).method == .linearSHAP)
        for (method, model) in [
            (RequestedMethod.treeSHAP, linear), (.treePathDependent, linear), (.linearSHAP, trees),
            (.treeSHAP, network),
            (.linearSHAP, network),
        ] {
            #expect(throws: PlanError.notSuitedToModel(method)) { try self.plan(PlanRequest(method: method), model) }
        }
        let uncovered = try RandomForest(RandomForest.Shape(), seed: 1).ensemble()
        #expect(throws: PlanError.coversMissing) {
            try self.plan(PlanRequest(method: .treePathDependent), uncovered)
        }
        #expect(throws: PlanError.estimatorMismatch(.wls, method: .treeSHAP)) {
            try self.plan(PlanRequest(method: .treeSHAP, estimator: .wls), trees)
        }
    }

    @Test(arguments: ["xgb_multi", "skl_rf_wine", "xgb_reg"]) func theResidualIsTheModelsOwnRounding(
        name: String
    ) throws {
        let golden = try GoldenCase(name)
        let outputs = Array((0..<(golden.model.outputCount(in: .margin) ?? 0)).reversed())
        for index in 0..<5 {
            let row = Matrix(rows: 1, columns: golden.schema.count, storage: golden.instance(index))
            let predictions = try golden.model.predict(row, space: .margin).storage
            let results = try run(golden, golden.model, PlanRequest(), outputs: outputs, instance: index)
            #expect(results.map(\.output) == outputs)
            for result in results {
                #expect(result.prediction == predictions[result.output])
                #expect(abs(result.additivityResidual) <= 1e-6 * max(1, abs(result.prediction)))
                #expect(result.method == .treeSHAP && result.isExact && result.modelRows == 1)
                let truth = try #require(
                    golden.expected["interventional"]?["values"]?[index]?[result.output]
                ).doubles
                #expect(relativeDifference(result.values, truth) < 1e-9)
            }
        }
    }

    @Test func theOtherClassHasTheOppositeValues() throws {
        let golden = try GoldenCase("xgb_bin")
        let view = TwoClassModel(golden.model)
        for method in [RequestedMethod.treeSHAP, .treePathDependent] {
            let results = try run(golden, view, PlanRequest(method: method), outputs: [0, 1])
            #expect(results[0].values == results[1].values.map { 0 - $0 })
            #expect(results[0].values.allSatisfy { !($0 == 0 && $0.sign == .minus) })
            #expect(results[0].baseValue == -results[1].baseValue)
            #expect(results[0].prediction == -results[1].prediction)
        }
    }

    /// A forest of two classes whose leaves are probabilities: the complement's values add up to 1 - p.
    @Test func probabilitiesOfAForestAreItsMargins() throws {
        var forest = RandomForest(RandomForest.Shape(features: 4, trees: 3, arithmetic: .double), seed: 2)
        let view = TwoClassModel(try forest.ensemble(link: .probability))
        let background = try Background(forest.rows(8))
        let instance = [Double](forest.rows(1).row(0))
        let schema = try FeatureSchema((0..<4).map { Feature(name: "f\($0)", kind: .float, isNullable: true) })
        let results = try [RequestedMethod.auto, .enumeration].map { method in
            try ExplanationTask(
                model: view, schema: schema, instance: instance, background: background,
                players: .features(of: schema), space: .probability, outputs: [0, 1],
                plan: try plan(PlanRequest(method: method), view, space: .probability)
            ).run(ComputeContext())
        }
        for (tree, enumerated) in zip(results[0], results[1]) {
            #expect(tree.method == .treeSHAP && enumerated.method == .enumeration)
            #expect(relativeDifference(tree.values, enumerated.values) < 1e-12)
            #expect(abs(tree.baseValue - enumerated.baseValue) < 1e-14)
            #expect(abs(tree.additivityResidual) < 1e-14)
        }
    }

    @Test func linearModelsAnswerInClosedForm() throws {
        let golden = try GoldenCase("skl_softmax")
        let results = try run(golden, golden.model, PlanRequest(), outputs: [2, 0])
        for result in results {
            let truth = try #require(golden.expected["interventional_raw"]?["values"]?[0]?[result.output]).doubles
            #expect(relativeDifference(result.values, truth) < 1e-9)
            #expect(result.method == .linearSHAP)
            #expect(abs(result.additivityResidual) < 1e-12)
        }
    }

    @Test func theOtherClassHasTheOppositeInteractions() throws {
        let golden = try GoldenCase("xgb_bin")
        let request = PlanRequest(method: .treeSHAP, kind: AttributionKind(interactions: true))
        let results = try run(golden, TwoClassModel(golden.model), request, outputs: [0, 1])
        let (first, second) = (try #require(results[0].interactions), try #require(results[1].interactions))
        #expect(second.storage.contains { $0 != 0 })
        #expect(first.storage == second.storage.map { 0 - $0 })
    }
}
