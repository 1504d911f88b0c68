import Testing

@testable import ExplainCore

@Suite struct NormalQuantileTableTests {
    private func quantile(_ probability: Double) -> Double { NormalQuantileTable.quantile(probability) }

    /// In the middle of every cell, and in its quarters, on both sides of one half.
    @Test func piecesAreCloseToTheFunction() {
        var widest = 0.0
        var probability = NormalQuantileTable.reach
        while probability < 0.5 {
            for side in [probability, 1 - probability] {
                widest = max(widest, abs(quantile(side) - SpecialFunctions.normalQuantile(side)))
            }
            probability *= 1 + 1.0 / 256
        }
        #expect(widest < NormalQuantileTable.tolerance)
        #expect(widest > 0)
    }

    @Test func edgesAreTheFunctionItself() {
        for probability in [0x1p-22, 1e-300, 0, 1, 1 - 0x1p-22, 0.25, 0.75, 0x1p-21] {
            let exact = SpecialFunctions.normalQuantile(probability)
            #expect(abs(quantile(probability) - exact) <= 1e-15 * abs(exact) || quantile(probability) == exact)
        }
        #expect(quantile(0.5) == 0)
        #expect(quantile(-1e-9) == -.infinity && quantile(1 + 1e-9) == .infinity)
        #expect(NormalQuantileTable.mirrored.allSatisfy { $0.isFinite })
    }
}
