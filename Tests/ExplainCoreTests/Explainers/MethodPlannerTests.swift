import Testing

@testable import ExplainCore

@Suite struct MethodPlannerTests {
    private func plan(
        _ request: PlanRequest = PlanRequest(), players: Int, rows: Int = 100, outputs: Int = 1,
        limits: PlannerLimits = PlannerLimits()
    ) throws -> Plan {
        try MethodPlanner(limits: limits).plan(
            request, players: players, backgroundRows: rows, outputs: outputs,
            model: TestModel(features: players) { _ in [0] }, space: .margin)
    }

    @Test func fewPlayersAreEnumerated() throws {
        for players in 1...8 {
            let plan = try plan(players: players)
            #expect(plan.method == .enumeration && plan.isExact && plan.estimator == nil)
            #expect(plan.evaluations == 1 << players)
            #expect(plan.modelRows == ((1 << players) - 1) * 100 + 1)
            let solve = Double(plan.evaluations * players)
            #expect(plan.operations == Double(plan.modelRows) * Double(10 * players) + solve)
        }
    }

    @Test(arguments: [(9, 182), (10, 202), (51, 1022), (52, 1026), (2000, 1026)])
    func morePlayersAreSampled(players: Int, budget: Int) throws {
        let plan = try plan(players: players)
        #expect(plan.method == .kernelSHAP && plan.estimator == .gpOdd && !plan.isExact)
        #expect(plan.budget == budget && plan.evaluations == budget)
        #expect(plan.tolerance == 0.05)
    }

    @Test func aBudgetForAllCoalitionsIsSpentOnThem() throws {
        #expect(try plan(PlanRequest(budget: 1024), players: 10).method == .enumeration)
        #expect(try plan(PlanRequest(budget: 1023), players: 10).method == .kernelSHAP)
        #expect(try plan(PlanRequest(budget: 100), players: 8).method == .kernelSHAP)
        let named = try plan(PlanRequest(method: .kernelSHAP, budget: 5000), players: 10)
        #expect(named.method == .kernelSHAP && named.isExact && named.evaluations == 1024)
    }

    @Test func exactIsEnumeratedUpToTheLimit() throws {
        #expect(try plan(PlanRequest(method: .exact), players: 20).evaluations == 1 << 20)
        #expect(try plan(PlanRequest(method: .enumeration), players: 12).isExact)
        let cost = 2_097_152.0
        #expect(throws: PlanError.tooManyPlayers(21, limit: 20, evaluations: cost, operations: cost * 100 * 210)) {
            try plan(PlanRequest(method: .exact), players: 21)
        }
        #expect(throws: PlanError.budgetTooSmall(1000, minimum: 1024)) {
            try plan(PlanRequest(method: .exact, budget: 1000), players: 10)
        }
        #expect(try plan(players: 7, limits: PlannerLimits(maximumEnumerationPlayers: 5)).method == .kernelSHAP)
    }

    @Test func hugeGamesCostMoreThanAnyNumberAndDoNotTrap() {
        #expect(throws: PlanError.self) { try plan(PlanRequest(method: .exact), players: 5000) }
        #expect(throws: PlanError.self) { try plan(PlanRequest(method: .exact), players: 63) }
        #expect(throws: PlanError.self) { try plan(PlanRequest(method: .exact), players: 64, rows: .max) }
        #expect(throws: Never.self) { try plan(players: 100, rows: .max) }
    }

    @Test func theSolveIsPartOfTheCost() throws {
        let wide = try plan(PlanRequest(method: .kernelSHAP, budget: 8000), players: 1500, rows: 1)
        #expect(wide.operations > 1e10 && wide.operations < 1e11)
        let lime = try plan(PlanRequest(method: .lime), players: 1500)
        #expect(lime.operations > 1e10 && lime.operations < 1e11)
        let several = try plan(PlanRequest(method: .lime), players: 1500, outputs: 10)
        #expect(several.operations > 3 * lime.operations)
        // A narrow model's own rows stay the larger part.
        let narrow = try plan(PlanRequest(estimator: .leverage), players: 12)
        #expect(narrow.operations < 1.2 * Double(narrow.modelRows) * 120)
        // A process costs the cube of the pairs, some tens of milliseconds by default.
        let process = try plan(players: 12)
        #expect(process.operations > narrow.operations && process.operations < 1e8)
    }

    @Test(arguments: [RequestedMethod.auto, .kernelSHAP, .lime]) func playersOfSamplesAreLimited(
        method: RequestedMethod
    ) throws {
        #expect(throws: PlanError.tooManyPlayersToSample(4097, limit: 4096)) {
            try plan(PlanRequest(method: method), players: 4097)
        }
        #expect(throws: PlanError.tooManyPlayersToSample(31, limit: 30)) {
            try plan(PlanRequest(method: method), players: 31, limits: PlannerLimits(maximumPlayers: 30))
        }
        #expect(throws: Never.self) {
            try plan(PlanRequest(method: method), players: 30, limits: PlannerLimits(maximumPlayers: 30))
        }
    }

    @Test func memoryIsBounded() throws {
        let large = PlanRequest(method: .kernelSHAP, budget: 1_000_000)
        #expect(try plan(large, players: 30).memoryBytes < 1 << 28)
        for (request, players, outputs) in [
            (large, 30, 100), (large, 4000, 1), (PlanRequest(method: .lime), 4000, 1),
            (PlanRequest(method: .lime, budget: 100_000), 10, 1000), (PlanRequest(method: .exact), 20, 33),
            (PlanRequest(), 100, .max),
        ] {
            #expect(throws: PlanError.self) { try plan(request, players: players, outputs: outputs) }
        }
        let exact = try plan(PlanRequest(method: .exact), players: 20, outputs: 32)
        #expect(exact.memoryBytes == 1 << 28)
        #expect(throws: PlanError.tooMuchMemory(bytes: 1 << 28, limit: 1 << 27)) {
            try plan(
                PlanRequest(method: .exact), players: 20, outputs: 32,
                limits: PlannerLimits(maximumMemoryBytes: 1 << 27))
        }
    }

    @Test func budgetsBeyondTheSamplersOwnLimitAreRefused() {
        let limits = PlannerLimits(maximumBudget: 1_000_000_000, maximumMemoryBytes: .max)
        #expect(throws: PlanError.budgetTooLarge(4_194_305, limit: 4_194_304)) {
            try plan(PlanRequest(method: .kernelSHAP, budget: 4_194_305), players: 30, limits: limits)
        }
        #expect(throws: Never.self) {
            try plan(PlanRequest(method: .kernelSHAP, budget: 4_194_304), players: 30, limits: limits)
        }
    }

    @Test func theEstimatorNamesItsMethod() throws {
        #expect(try plan(PlanRequest(estimator: .wls), players: 5).method == .kernelSHAP)
        #expect(try plan(PlanRequest(estimator: .wls), players: 5).estimator == .wls)
        #expect(try plan(PlanRequest(estimator: .sampled), players: 5).method == .lime)
        for (method, estimator) in [
            (RequestedMethod.exact, Estimator.wls), (.enumeration, .sampled), (.lime, .leverage),
            (.kernelSHAP, .sampled),
        ] {
            #expect(throws: PlanError.estimatorMismatch(estimator, method: method)) {
                try plan(PlanRequest(method: method, estimator: estimator), players: 5)
            }
        }
    }

    @Test func limeCountsSamples() throws {
        let plan = try plan(PlanRequest(method: .lime), players: 30)
        #expect(plan.method == .lime && plan.estimator == .sampled)
        #expect(plan.budget == 5000 && plan.modelRows == 5000)
    }

    @Test func theLimitOfLimeNeedsTheMarginOfTrees() throws {
        func limit(_ name: String, _ space: OutputSpace) throws -> Plan {
            let golden = try GoldenCase(name)
            return try MethodPlanner().plan(
                PlanRequest(estimator: .exactLimit), players: golden.schema.count, backgroundRows: 100, outputs: 1,
                model: golden.model, space: space)
        }
        let plan = try limit("xgb_bin", .margin)
        #expect(plan.method == .lime && plan.estimator == .exactLimit && plan.isExact)
        #expect(plan.evaluations == 1 && plan.modelRows == 1)
        let nodes = try #require(try GoldenCase("xgb_bin").model as? TreeEnsemble).nodes.count
        #expect(plan.operations > 100 * Double(nodes) && plan.operations < 1000 * Double(nodes))
        #expect(plan.memoryBytes > 0 && plan.memoryBytes < 1 << 20)
        #expect(throws: PlanError.surrogate(.limitMarginOnly(space: .probability))) {
            try limit("xgb_bin", .probability)
        }
        #expect(throws: PlanError.surrogate(.limitNeedsTrees)) { try limit("skl_linear", .margin) }
    }

    @Test func surrogateSettingsAreOfLimeAlone() throws {
        let settings = SurrogateSettings(featureLimit: 3, kernelWidth: 2, selection: .forward)
        #expect(try plan(PlanRequest(method: .lime, surrogate: settings), players: 12).surrogate == settings)
        #expect(try plan(PlanRequest(estimator: .sampled, surrogate: settings), players: 12).surrogate == settings)
        for method in RequestedMethod.allCases where method != .lime {
            let error =
                method == .treePathDependent
                ? PlanError.notSuitedToModel(method) : .surrogate(.settingOfLIME(.featureLimit, method: method))
            #expect(throws: error) {
                try plan(PlanRequest(method: method, surrogate: settings), players: 12)
            }
        }
        #expect(throws: PlanError.surrogate(.settingOfLIME(.selection, method: .auto))) {
            try plan(PlanRequest(surrogate: SurrogateSettings(selection: .automatic)), players: 12)
        }
        #expect(throws: PlanError.surrogate(.badSetting(.featureLimit))) {
            try plan(PlanRequest(method: .lime, surrogate: SurrogateSettings(featureLimit: 0)), players: 12)
        }
        #expect(throws: PlanError.surrogate(.limitWithoutSelection)) {
            try plan(
                PlanRequest(method: .lime, surrogate: SurrogateSettings(featureLimit: 3, selection: .all)), players: 12)
        }
        for width in [0, -1, .infinity, .nan] {
            #expect(throws: PlanError.surrogate(.badSetting(.kernelWidth))) {
                try plan(PlanRequest(method: .lime, surrogate: SurrogateSettings(kernelWidth: width)), players: 12)
            }
        }
    }

    @Test func budgetsAndTolerancesAreChecked() {
        for method in [RequestedMethod.auto, .kernelSHAP, .lime, .exact] {
            for budget in [Int.min, -1, 0, 1] {
                #expect(throws: PlanError.budgetTooSmall(budget, minimum: 2)) {
                    try plan(PlanRequest(method: method, budget: budget), players: 12)
                }
            }
        }
        #expect(throws: PlanError.budgetTooLarge(1_000_000_000, limit: 1_000_000)) {
            try plan(PlanRequest(budget: 1_000_000_000), players: 12)
        }
        #expect(throws: PlanError.budgetTooLarge(100_001, limit: 100_000)) {
            try plan(PlanRequest(method: .lime, budget: 100_001), players: 12)
        }
        for tolerance in [0, -1, 1, 2, .infinity] {
            #expect(throws: PlanError.badTolerance(tolerance)) {
                try plan(PlanRequest(tolerance: tolerance), players: 12)
            }
        }
        #expect(throws: PlanError.self) { try plan(PlanRequest(tolerance: .nan), players: 12) }
    }
}
