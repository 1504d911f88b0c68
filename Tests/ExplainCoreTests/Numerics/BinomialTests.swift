import Testing

@testable import ExplainCore

@Suite struct BinomialTests {
    @Test func smallOnesAreExact() {
        #expect((0...5).map { Binomial.exact(5, $0) } == [1, 5, 10, 10, 5, 1])
        #expect(Binomial.exact(5, 6) == 0)
        #expect(Binomial.exact(0, 0) == 1)
        #expect(Binomial.exact(60, 30) == 118_264_581_564_861_424)
    }

    @Test func largeOnesAreRoundedAndNeverTrap() {
        #expect(Binomial.exact(200, 100) == nil)
        #expect(abs(Binomial.approximate(200, 100) / 9.054851465610328e58 - 1) < 1e-13)
        #expect(Binomial.approximate(5000, 2500) == .infinity)
    }
}
