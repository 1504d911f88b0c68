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

    @Test func tooManyPlayersToSampleNameGroups() {
        let problem = Problem(PlanError.tooManyPlayersToSample(5000, limit: 4096))
        #expect(problem.code == .tooManyPlayers)
        #expect(problem.field == "parameters.groups")
        #expect(problem.detail.contains("5000") && problem.detail.contains("4096"))
    }
}
