import ExplainCore
import Testing

@Suite struct SummationTests {
    @Test func keepsWhatPlainAdditionLoses() {
        #expect(Summation.sum([1e16, 1, -1e16, 1]) == 2)
        #expect([1e16, 1, -1e16, 1].reduce(0, +) != 2)
    }

    @Test func sumsManyTenths() {
        #expect(Summation.sum([Double](repeating: 0.1, count: 1_000_000)) == 100_000)
    }

    @Test func meanOfNothingIsZero() {
        #expect(Summation.mean([Double]()) == 0)
        #expect(Summation.mean([1, 2, 6]) == 3)
    }

    @Test func innerProductCancelsExactly() {
        #expect(Summation.dot([1e10, 1, -1e10], [1e6, 3, 1e6]) == 3)
    }
}
