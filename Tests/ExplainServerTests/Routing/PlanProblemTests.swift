import ExplainAPI
import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct PlanProblemTests {
    @Test func tooMuchMemoryNamesTheBudgetAndTheRemedies() {
        let problem = Problem(PlanError.tooMuchMemory(bytes: 3 << 28, limit: 1 << 28))
        #expect(problem.code == .budgetTooLarge)
        #expect(problem.code.status == 422)
        #expect(problem.field == "parameters.budget")
        #expect(problem.detail.contains("768 MiB") && problem.detail.contains("256 MiB"))
        for remedy in ["smaller budget", "fewer outputs", "groups"] { #expect(problem.detail.contains(remedy)) }
    }

    @Test(arguments: [RequestedMethod.kernelSHAP, .lime, .treePathDependent])
    func methodsWithoutAKindNameTheRemedy(method: RequestedMethod) {
        let remedy = method == .treePathDependent ? "tree_shap" : "exact"
        for (kind, field) in [
            (AttributionKind(index: .banzhaf), "parameters.index"),
            (AttributionKind(interactions: true), "parameters.interactions"),
        ] {
            let problem = Problem(PlanError.kind(.notOffered(kind, method: method)))
            #expect(problem.code.status == 422 && problem.field == field)
            #expect(problem.detail.contains(method.rawValue) && problem.detail.contains("use method \(remedy)"))
        }
    }

    @Test func owenValuesOfManyGroupsSayWhatTheyNeed() {
        let problem = Problem(PlanError.kind(.tooManyCoalitions(0x1p30, limit: 20)))
        #expect(problem.code == .tooManyPlayers && problem.field == "parameters.index")
        #expect(problem.detail.contains("1073741824") && problem.detail.contains("1048576"))
    }

    @Test func interactionsOfManyPlayersSayWhatTheyNeed() {
        let problem = Problem(PlanError.kind(.interactionsTooLarge(bytes: 3 << 28, limit: 1 << 28)))
        #expect(problem.code == .tooManyPlayers && problem.field == "parameters.interactions")
        #expect(problem.detail.contains("768 MiB") && problem.detail.contains("256 MiB"))
        #expect(Problem.interactionsTooLarge(bytes: .infinity, limit: 1).detail.contains("more than"))
    }

    @Test func tooManyPlayersToSampleNameGroups() {
        let problem = Problem(PlanError.tooManyPlayersToSample(5000, limit: 4096))
        #expect(problem.code == .tooManyPlayers)
        #expect(problem.field == "parameters.groups")
        #expect(problem.detail.contains("5000") && problem.detail.contains("4096"))
    }
}
