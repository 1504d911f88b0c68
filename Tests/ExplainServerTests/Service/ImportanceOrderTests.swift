import ExplainAPI
import Testing

@testable import ExplainServer

@Suite struct ImportanceOrderTests {
    /// A model of so many features is too large a fixture for what one number decides.
    @Test func scoresBeyondMemoryNameTheRepeats() throws {
        try ImportanceOrder.checkRepeats(1000, players: 16_000)
        let problem = #expect(throws: Problem.self) { try ImportanceOrder.checkRepeats(1000, players: 17_000) }
        #expect(problem?.field == "parameters.repeats")
        #expect(problem?.code == .invalidParameter)
    }
}
