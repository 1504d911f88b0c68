import Testing

@testable import ExplainCore

/// Many instances at once: the bits of each alone.
@Suite struct ExplanationBatchTests {
    @Test(arguments: [RequestedMethod.treeSHAP, .treePathDependent, .linearSHAP])
    func everyRowHasTheBitsThatItHasAlone(method: RequestedMethod) throws {
        let golden = try GoldenCase(method == .linearSHAP ? "skl_linear" : "xgb_reg")
        let players = Players.features(of: golden.schema)
        let plan = try MethodPlanner().plan(
            PlanRequest(method: method), players: players.count, backgroundRows: golden.background.rows.rows,
            outputs: 1, model: golden.model, space: .margin)
        func task(_ row: Int, _ tables: LeafTableCache?) -> ExplanationTask {
            ExplanationTask(
                model: golden.model, schema: golden.schema, instance: golden.instance(row),
                background: golden.background, players: players, space: .margin, outputs: [0], plan: plan,
                leafTables: tables)
        }
        #expect(task(0, nil).isBatched)
        for tables in [nil, LeafTableCache()] {
            let together = try task(0, tables).explanations(of: golden.instances, context: ComputeContext())
            #expect(together.count == golden.instances.rows)
            for row in together.indices {
                #expect(together[row] == (try task(row, tables).run(ComputeContext())))
            }
        }
    }

    @Test(arguments: [RequestedMethod.treeSHAP, .linearSHAP]) func everyRowHasItsOwnPredictions(
        method: RequestedMethod
    ) throws {
        let golden = try GoldenCase(method == .linearSHAP ? "skl_softmax" : "xgb_multi")
        let players = Players.features(of: golden.schema)
        let plan = try MethodPlanner().plan(
            PlanRequest(method: method), players: players.count, backgroundRows: golden.background.rows.rows,
            outputs: 2, model: golden.model, space: .margin)
        func task(_ row: Int) -> ExplanationTask {
            ExplanationTask(
                model: golden.model, schema: golden.schema, instance: golden.instance(row),
                background: golden.background, players: players, space: .margin, outputs: [2, 0], plan: plan)
        }
        let together = try task(0).explanations(of: golden.instances, context: ComputeContext())
        #expect(together.count > 1)
        for row in together.indices { #expect(together[row] == (try task(row).run(ComputeContext()))) }
    }

    @Test func interactionsAreNotBatched() throws {
        let golden = try GoldenCase("xgb_reg")
        let players = Players.features(of: golden.schema)
        for (hasInteractions, isBatched) in [(false, true), (true, false)] {
            let plan = try MethodPlanner().plan(
                PlanRequest(method: .treeSHAP, kind: AttributionKind(interactions: hasInteractions)),
                players: players.count, backgroundRows: golden.background.rows.rows, outputs: 1, model: golden.model,
                space: .margin)
            let task = ExplanationTask(
                model: golden.model, schema: golden.schema, instance: golden.instance(0),
                background: golden.background, players: players, space: .margin, outputs: [0], plan: plan)
            #expect(task.isBatched == isBatched)
        }
    }
}
