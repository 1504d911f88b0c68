import Testing

@testable import ExplainCore

@Suite struct OddKernelTests {
    /// All coalitions of `players`, the one of all first, as the rows of a kernel with magnitudes that differ.
    private func kernel(_ players: Int) -> (kernel: OddKernel, coalitions: [Coalition]) {
        let full = 1 << players
        let coalitions = (0..<(full - 1)).map { Coalition(bits: UInt64($0)) }
        let relative = (0..<players).map { 1 / (1 + Double($0) / 2) }
        return (OddKernel(rows: CoalitionRows(coalitions, players: players), relative: relative), coalitions)
    }

    @Test(arguments: [3, 4, 5, 7], [0.1, 0.6]) func representersAreTheValuesOfTheirGames(
        players: Int, tau: Double
    ) throws {
        let (kernel, coalitions) = kernel(players)
        let product = try #require(kernel.product(tau: tau))
        let representers = kernel.representers(product: product, amplitude: 0.03)
        for row in [0, 1, coalitions.count / 2, coalitions.count] {
            var alpha = [Double](repeating: 0, count: coalitions.count + 1)
            alpha[row] = 1
            let values = kernel.shapley(alpha, product: product, amplitude: 0.03)
            #expect(
                relativeDifference([Double](representers[(row * players)..<((row + 1) * players)]), values) < 1e-12)
        }
    }

    /// The variance of a Shapley value is the Shapley value of its covariances with the game's values.
    @Test(arguments: [3, 4, 5, 7], [0.1, 0.6]) func priorVariancesAgreeWithEnumeration(
        players: Int, tau: Double
    ) throws {
        let (kernel, coalitions) = kernel(players)
        let product = try #require(kernel.product(tau: tau))
        let representers = kernel.representers(product: product, amplitude: 0.03)
        let variances = kernel.priorVariances(product: product, amplitude: 0.03)
        for player in 0..<players {
            // An odd game's value at the empty coalition is not 0; Shapley values do not depend on what is added to all.
            let covariances =
                coalitions.indices.map { representers[($0 + 1) * players + player] } + [representers[player]]
            let values = try ExactEnumeration.shapley(
                covariances, players: players, outputs: 1, context: ComputeContext())
            #expect(relativeDifference([variances[player]], [values[0, player]]) < 1e-10)
        }
    }

    @Test func allPairsLeaveNoVariance() throws {
        let players = 5
        let pairs = (1..<(1 << (players - 1))).map { Coalition(bits: UInt64($0)) }
        let kernel = OddKernel(
            rows: CoalitionRows(pairs, players: players), relative: [1, 0.8, 0.5, 0.3, 0.1])
        let process = OddProcess(
            kernel: kernel, observations: (0...pairs.count).map { Double($0 * 7 % 5) - 2 })
        let setting = OddProcess.Setting(tau: 0.6, amplitude: 0.1, noise: 1e-6)
        let product = try #require(kernel.product(tau: setting.tau))
        let posterior = try #require(process.posterior(product, setting))
        let prior = kernel.priorVariances(product: product, amplitude: setting.amplitude)
        let left = process.variances(posterior, product, setting)
        for player in 0..<players { #expect(left[player] >= 0 && left[player] < 1e-5 * prior[player]) }
    }
}
