import Testing

@testable import ExplainServer

@Suite struct HistogramTests {
    @Test func quantilesAreBucketBounds() {
        var histogram = Histogram(bounds: [1, 2, 4])
        #expect(histogram.quantile(0.5) == nil)
        for value in [0.5, 0.7, 1.5, 3] { histogram.observe(value) }
        #expect(histogram.quantile(0.5) == 1)
        #expect(histogram.quantile(0.75) == 2)
        #expect(histogram.quantile(0.99) == 4)
    }

    @Test func fineBoundsAscendBeyondAMinute() {
        let bounds = Histogram.fineSeconds
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 })
        #expect(bounds.last.map { $0 >= 60 } == true)
    }
}
