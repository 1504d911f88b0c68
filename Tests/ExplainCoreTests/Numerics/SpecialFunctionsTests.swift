import ExplainCore
import Testing

@Suite struct SpecialFunctionsTests {
    @Test(arguments: [
        (-37, 5.7255712225245768227e-300), (-20.5, 1.0764673258790960335e-93), (-8.1, 2.7479593923982284938e-16),
        (-3.3, 0.0004834241423837775071), (-1, 0.15865525393145705141), (-0.5, 0.30853753872598689636),
        (-0.1, 0.46017216272297101633), (0, 0.5), (0.3, 0.61791142218895263307), (0.7, 0.75803634777692697138),
        (2.5, 0.99379033467422386483), (6, 0.99999999901341235496),
    ])
    func normalCDFIsExactToRounding(x: Double, expected: Double) {
        #expect(abs(SpecialFunctions.normalCDF(x) - expected) <= 6e-16 * expected)
    }

    /// scipy.stats.norm.ppf.
    @Test(arguments: [
        (1e-300, -37.0470962993612), (1e-20, -9.262340089798409), (1e-05, -4.264890793922825),
        (0.02, -2.053748910631823), (0.025, -1.9599639845400545), (0.3, -0.5244005127080409), (0.5, 0.0),
        (0.9, 1.2815515655446004), (0.975, 1.959963984540054), (0.999, 3.090232306167813),
    ])
    func normalQuantileIsExactToRounding(probability: Double, expected: Double) {
        #expect(abs(SpecialFunctions.normalQuantile(probability) - expected) <= 6e-16 * abs(expected))
    }

    @Test func normalQuantileInvertsTheDistribution() {
        for step in 1..<2000 {
            let probability = Double(step) / 2000
            let back = SpecialFunctions.normalCDF(SpecialFunctions.normalQuantile(probability))
            #expect(abs(back - probability) < 1e-15)
        }
    }

    @Test func normalQuantileAtAndBeyondTheEnds() {
        #expect(SpecialFunctions.normalQuantile(0) == -.infinity)
        #expect(SpecialFunctions.normalQuantile(1) == .infinity)
        #expect(SpecialFunctions.normalQuantile(-0.1).isNaN)
        #expect(SpecialFunctions.normalQuantile(1.1).isNaN)
        #expect(SpecialFunctions.normalQuantile(.nan).isNaN)
        #expect(SpecialFunctions.normalQuantile(.leastNonzeroMagnitude).isFinite)
    }

    /// scipy.stats.t.
    @Test(arguments: [
        (1, 12.706204736174694, 0.20871440016015272), (2, 4.302652729749462, 0.16162351590802015),
        (3, 3.1824463052837078, 0.14223375436394853), (4, 2.7764451051977934, 0.13172579823561206),
        (5, 2.5705818356363146, 0.12515031708533855), (9, 2.262157162798205, 0.11295318633652467),
        (30, 2.0422724563012378, 0.10175047926905843),
    ])
    func studentMatchesScipy(degrees: Int, quantile: Double, below: Double) {
        let found = SpecialFunctions.studentQuantile(0.975, degreesOfFreedom: degrees)
        #expect(abs(found - quantile) < 1e-12 * quantile)
        #expect(SpecialFunctions.studentQuantile(0.025, degreesOfFreedom: degrees) + found < 1e-12)
        #expect(abs(SpecialFunctions.studentCDF(-1.3, degreesOfFreedom: degrees) - below) < 1e-14)
    }
}
