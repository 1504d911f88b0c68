import Testing

@testable import ExplainServer

@Suite struct RetryTests {
    @Test func theBudgetIsATenthOfTheRequests() {
        var budget = RetryBudget()
        var spent = 0
        for _ in 0..<1_000 {
            budget.earn()
            if budget.spend() { spent += 1 }
        }
        #expect((100...101).contains(spent))
    }

    @Test func savingsEnd() {
        var budget = RetryBudget()
        for _ in 0..<10_000 { budget.earn() }
        var spent = 0
        while budget.spend() { spent += 1 }
        #expect(spent == 10)
    }

    @Test func statusesWorthRepeatingAreFour() {
        #expect((100...599).filter(RetryPolicy.isWorthRepeating(status:)) == [429, 502, 503, 504])
    }

    @Test func waitsAreFullJitterWithinABound() {
        var random = SystemRandomNumberGenerator()
        for retry in 0..<40 {
            for _ in 0..<50 {
                let wait = RetryPolicy.waitMilliseconds(retry: retry, retryAfterSeconds: nil, using: &random) ?? -1
                #expect((0...min(2_000, 100 << min(retry, 5))).contains(wait))
            }
        }
    }

    @Test func whatThePeerAsksForIsHeededOrNotWaitedFor() {
        var random = SystemRandomNumberGenerator()
        #expect(RetryPolicy.waitMilliseconds(retry: 0, retryAfterSeconds: 2, using: &random) == 2_000)
        #expect(RetryPolicy.waitMilliseconds(retry: 0, retryAfterSeconds: 3, using: &random) == nil)
        #expect(RetryPolicy.waitMilliseconds(retry: 0, retryAfterSeconds: 999_999_999_999_999, using: &random) == nil)
    }
}
