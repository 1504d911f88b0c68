import Testing

@testable import ExplainCore

/// How values other than plain Shapley values are planned.
@Suite struct KindPlanTests {
    static let owen = AttributionKind(index: .owen, unions: CoalitionStructure(unions: [[0, 1], [2, 3, 4]]))
    static let kinds = [AttributionKind(index: .banzhaf), AttributionKind(interactions: true), owen]

    private func plan(
        _ kind: AttributionKind, method: RequestedMethod = .auto, estimator: Estimator? = nil, budget: Int? = nil,
        players: Int = 5, outputs: Int = 1, limits: PlannerLimits = PlannerLimits()
    ) throws(PlanError) -> Plan {
        try MethodPlanner(limits: limits).plan(
            PlanRequest(method: method, estimator: estimator, budget: budget, kind: kind), players: players,
            backgroundRows: 100, outputs: outputs, model: TestModel(features: players) { _ in [0] }, space: .margin)
    }

    private func structure(_ unions: Int, of members: Int) -> CoalitionStructure {
        CoalitionStructure(unions: (0..<unions).map { union in (0..<members).map { union * members + $0 } })
    }

    @Test(arguments: kinds) func blackBoxesAreEnumerated(kind: AttributionKind) throws {
        let plan = try plan(kind)
        #expect(plan.method == .enumeration && plan.isExact && plan.kind == kind)
    }

    /// 12 players are sampled by default; there is no sample of these values.
    @Test func nothingIsSampled() throws {
        #expect(try plan(.shapley, players: 12).method == .kernelSHAP)
        #expect(try plan(AttributionKind(index: .banzhaf), players: 12).method == .enumeration)
        let interactions = try plan(AttributionKind(interactions: true), players: 12)
        #expect(interactions.evaluations == 4096)
        #expect(interactions.operations > (try plan(AttributionKind(index: .banzhaf), players: 12)).operations)
        #expect(throws: PlanError.budgetTooSmall(500, minimum: 4096)) {
            try plan(AttributionKind(interactions: true), budget: 500, players: 12)
        }
    }

    @Test(arguments: kinds, [RequestedMethod.kernelSHAP, .lime, .treePathDependent])
    func methodsWithoutThemRefuse(kind: AttributionKind, method: RequestedMethod) {
        // A model without trees is told that first: no other index would help it.
        let error =
            method == .treePathDependent ? PlanError.notSuitedToModel(method) : .kind(.notOffered(kind, method: method))
        #expect(throws: error) { try plan(kind, method: method) }
    }

    @Test(arguments: kinds) func estimatorsAreThoseOfSamples(kind: AttributionKind) {
        #expect(throws: PlanError.kind(.notOffered(kind, method: .kernelSHAP))) { try plan(kind, estimator: .wls) }
    }

    @Test func tooManyPlayersAreRefusedWithTheCost() {
        for kind in [AttributionKind(index: .banzhaf), AttributionKind(interactions: true)] {
            #expect(
                throws: PlanError.tooManyPlayers(
                    30, limit: 20, evaluations: 0x1p30, operations: 0x1p30 * 100 * 300)
            ) {
                try plan(kind, players: 30)
            }
        }
    }

    @Test func unionsDecideWhatOwenValuesCost() throws {
        let plan = try plan(AttributionKind(index: .owen, unions: structure(8, of: 5)), players: 40)
        #expect(plan.evaluations == 256 + 8 * 128 * 30)
        #expect(throws: PlanError.kind(.tooManyCoalitions(0x1p30, limit: 20))) {
            try self.plan(AttributionKind(index: .owen, unions: structure(30, of: 1)), players: 30)
        }
        #expect(throws: PlanError.kind(.tooManyCoalitions(.infinity, limit: 20))) {
            try self.plan(AttributionKind(index: .owen, unions: structure(1, of: 3000)), players: 3000)
        }
        #expect(throws: PlanError.kind(.noUnions)) { try self.plan(AttributionKind(index: .owen)) }
        #expect(throws: PlanError.budgetTooSmall(10, minimum: 12)) {
            try self.plan(AttributionKind(index: .owen, unions: structure(2, of: 2)), budget: 10, players: 4)
        }
    }

    @Test(arguments: [AttributionIndex.banzhaf, .owen]) func interactionsAreThoseOfShapleyValues(
        index: AttributionIndex
    ) {
        #expect(throws: PlanError.kind(.interactionsOfAnotherIndex(index))) {
            try plan(AttributionKind(index: index, unions: Self.owen.unions, interactions: true))
        }
    }

    @Test func treesAndWeightsAnswerEveryKind() throws {
        var forest = RandomForest(RandomForest.Shape(features: 40, trees: 3), seed: 5)
        forest.addCovers()
        let model = try forest.ensemble()
        let kinds = [
            AttributionKind(index: .banzhaf), AttributionKind(interactions: true),
            AttributionKind(index: .owen, unions: structure(10, of: 4)),
        ]
        var operations: [Double] = []
        for kind in [.shapley] + kinds {
            let plan = try MethodPlanner().plan(
                PlanRequest(kind: kind), players: 40, backgroundRows: 100, outputs: 1, model: model, space: .margin)
            #expect(plan.method == .treeSHAP && plan.kind == kind)
            operations.append(plan.operations)
        }
        #expect(operations[2] > 3 * operations[0])
    }

    @Test func matricesOfManyPlayersAreTooLarge() throws {
        let forest = RandomForest(RandomForest.Shape(features: 3000, trees: 3), seed: 6)
        let model = try forest.ensemble()
        func plan(outputs: Int, players: Int) throws(PlanError) -> Plan {
            try MethodPlanner().plan(
                PlanRequest(kind: AttributionKind(interactions: true)), players: players, backgroundRows: 10,
                outputs: outputs, model: model, space: .margin)
        }
        #expect(try plan(outputs: 1, players: 1000).memoryBytes > 48_000_000)
        #expect(throws: PlanError.self) { try plan(outputs: 1, players: 3000) }
        let needed = try MethodPlanner(limits: PlannerLimits(maximumMemoryBytes: .max)).plan(
            PlanRequest(kind: AttributionKind(interactions: true)), players: 1000, backgroundRows: 10, outputs: 10,
            model: model, space: .margin
        ).memoryBytes
        #expect(throws: PlanError.kind(.interactionsTooLarge(bytes: needed, limit: 1 << 28))) {
            try plan(outputs: 10, players: 1000)
        }
    }
}
