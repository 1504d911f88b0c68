/// A Gaussian process on the odd part of a game: its values at pairs of coalitions in, Shapley values of its mean out.
///
/// The value at the coalition of all players, half the total, is one more observation, almost without noise.
struct OddProcess: Sendable {
    /// What is chosen by leave-one-out.
    struct Setting: Sendable, Equatable {
        /// The length of the player with the largest value.
        var tau: Double
        /// The variance of the product part, in units of the linear part's.
        var amplitude: Double
        /// The variance of the noise, in units of `amplitude`.
        var noise: Double
    }

    /// The process for one setting.
    struct Posterior: Sendable {
        fileprivate var factor: LaneCholesky
        /// The weight of each observation in the mean.
        let alpha: [Double]

        /// What each pair's value differs by from its prediction by all other observations: alpha_i / (K^-1)_ii.
        ///
        /// Rasmussen & Williams 2006, "Gaussian Processes for Machine Learning", equation 5.12.
        ///
        /// - Complexity: O(pairs^3 / 6).
        func residuals() -> [Double] {
            let diagonal = factor.inverseDiagonal()
            return alpha.indices.dropFirst().map { alpha[$0] / diagonal[$0] }
        }

        /// The length c' K^-1 c of every player's vector: what the observations take off the variance of its value.
        ///
        /// - Complexity: O(pairs^2 * players / 2).
        func explained(_ representers: [Double], players: Int) -> [Double] {
            factor.inverseLengths(representers, count: players)
        }

        /// The sum of squared residuals with a weight a pair; nil when it is above `bound`, often long before the end.
        ///
        /// Residuals come from the last pair to the first at growing cost: the last half costs an eighth of them all.
        ///
        /// - Complexity: O(pairs^3 / 6).
        func score(_ weights: [Double], bound: Double) -> Double? {
            precondition(weights.count == alpha.count - 1, "every pair has a weight")
            var sum = 0.0
            factor.forEachInverseDiagonal { panel, diagonal in
                for row in max(1, 4 * panel)..<min(4 * panel + 4, alpha.count) {
                    let residual = alpha[row] / diagonal[row % 4]
                    sum += weights[row - 1] * residual * residual
                }
                return sum <= bound
            }
            return sum <= bound ? sum : nil
        }

        /// Hands the memory of the system back, after which the posterior is of no more use.
        mutating func giveBack(to memory: inout LaneMatrix) { factor.giveBack(to: &memory) }
    }

    /// The covariance.
    let kernel: OddKernel
    /// The odd values, the one of all players first.
    let observations: [Double]

    /// The noise at the coalition of all players, whose value is known.
    private static let smallestNoise = 1e-10

    /// Conditions on the observations; nil when rounding leaves no positive definite system.
    ///
    /// - Complexity: O(pairs^3 / 6).
    func posterior(_ product: OddKernel.Product, _ setting: Setting) -> Posterior? {
        var memory = LaneMatrix(order: 0)
        return posterior(product, setting, memory: &memory)
    }

    /// Conditions on the observations in the memory of a matrix, which ``Posterior/giveBack(to:)`` hands back.
    func posterior(_ product: OddKernel.Product, _ setting: Setting, memory: inout LaneMatrix) -> Posterior? {
        memory.become(kernel.linear, plus: product.matrix, times: setting.amplitude)
        memory[0, 0] += Self.smallestNoise
        for index in observations.indices.dropFirst() { memory[index, index] += setting.noise * setting.amplitude }
        guard let factor = LaneCholesky(taking: &memory) else { return nil }
        let alpha = factor.solve(observations)
        guard alpha.allSatisfy(\.isFinite) else { return nil }
        return Posterior(factor: factor, alpha: alpha)
    }

    /// The variances of the Shapley values given the observations, as far as the setting is right.
    ///
    /// Rasmussen & Williams 2006, equation 2.24, for a linear functional: the prior variance less c' K^-1 c.
    ///
    /// - Complexity: O(pairs^2 * players / 2).
    func variances(_ posterior: Posterior, _ product: OddKernel.Product, _ setting: Setting) -> [Double] {
        let prior = kernel.priorVariances(product: product, amplitude: setting.amplitude)
        let explained = posterior.explained(
            kernel.representers(product: product, amplitude: setting.amplitude), players: prior.count)
        return zip(prior, explained).map { max(0, $0 - $1) }
    }

    /// The Shapley values of the posterior mean.
    func shapley(_ posterior: Posterior, _ product: OddKernel.Product, _ setting: Setting) -> [Double] {
        kernel.shapley(posterior.alpha, product: product, amplitude: setting.amplitude)
    }
}
