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
        fileprivate let factor: LaneCholesky
        /// The weight of each observation in the mean.
        let alpha: [Double]

        /// What each pair's value differs by from its prediction by all other observations: alpha_i / (K^-1)_ii.
        ///
        /// Rasmussen & Williams 2006, "Gaussian Processes for Machine Learning", equation 5.12.
        ///
        /// - Complexity: O(pairs^3 / 6).
        func residuals() -> [Double] {
            let diagonal = factor.inverseDiagonal()
            return alpha.indices.dropLast().map { alpha[$0] / diagonal[$0] }
        }
    }

    /// The covariance.
    let kernel: OddKernel
    /// The odd values, the one of all players last.
    let observations: [Double]

    /// The noise at the coalition of all players, whose value is known.
    private static let smallestNoise = 1e-10

    /// Conditions on the observations; nil when rounding leaves no positive definite system.
    ///
    /// - Complexity: O(pairs^3 / 6).
    func posterior(_ product: OddKernel.Product, _ setting: Setting) -> Posterior? {
        var covariance = kernel.linear
        covariance.add(product.matrix, times: setting.amplitude)
        let last = observations.count - 1
        for index in 0..<last { covariance[index, index] += setting.noise * setting.amplitude }
        covariance[last, last] += Self.smallestNoise
        guard let factor = LaneCholesky(covariance) else { return nil }
        let alpha = factor.solve(observations)
        guard alpha.allSatisfy(\.isFinite) else { return nil }
        return Posterior(factor: factor, alpha: alpha)
    }

    /// The Shapley values of the posterior mean.
    func shapley(_ posterior: Posterior, _ product: OddKernel.Product, _ setting: Setting) -> [Double] {
        kernel.shapley(posterior.alpha, product: product, amplitude: setting.amplitude)
    }
}
