import ExplainCore
import Testing

@Suite struct QuantilesTests {
    /// numpy.percentile, method linear.
    @Test(arguments: [(0.0, 1.0), (0.25, 2.25), (0.5, 3.75), (0.75, 5.0), (0.9, 6.299999999999999), (1.0, 9.0)])
    func equalsNumpyToTheBit(fraction: Double, expected: Double) {
        let sorted = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5].sorted()
        #expect(Quantiles.linear(sorted: sorted, fraction: fraction) == expected)
    }

    @Test func interpolatesFromTheNearerNeighbourAsNumpyDoes() {
        let quantiles = [0.25, 0.5, 0.75, 0.33].map { Quantiles.linear(sorted: [0.1, 0.2, 0.7], fraction: $0) }
        #expect(quantiles == [0.15000000000000002, 0.2, 0.44999999999999996, 0.166])
    }

    @Test func equalWeightsChangeNothing() {
        let sorted = [1.0, 2, 4, 8, 16]
        for fraction in [0, 0.1, 0.25, 0.6, 1] {
            let weighted = Quantiles.linear(
                sorted: sorted, weights: [Double](repeating: 0.2, count: 5), fraction: fraction)
            #expect(weighted == Quantiles.linear(sorted: sorted, fraction: fraction))
        }
    }

    @Test func weightsAreFollowed() {
        let sorted = [1.0, 2, 3]
        #expect(Quantiles.linear(sorted: sorted, weights: [1, 8, 1], fraction: 0.5) == 2)
        #expect(Quantiles.linear(sorted: sorted, weights: [8, 1, 1], fraction: 0.5) < 2)
        #expect(Quantiles.linear(sorted: sorted, weights: [8, 1, 1], fraction: 0) == 1)
        #expect(Quantiles.linear(sorted: sorted, weights: [8, 1, 1], fraction: 1) == 3)
    }

    @Test func exchangingTheEndsExchangesTheQuantiles() {
        let low = Quantiles.linear(sorted: [0, 1, 5, 6], weights: [1, 2, 3, 4], fraction: 0.3)
        let high = Quantiles.linear(sorted: [-6, -5, -1, 0], weights: [4, 3, 2, 1], fraction: 0.7)
        #expect(abs(low + high) < 1e-14)
    }
}
