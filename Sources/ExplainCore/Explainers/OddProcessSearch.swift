import Synchronization

/// The search for a process's hyper-parameters: the setting of a small grid that predicts held-out pairs best.
struct OddProcessSearch: Sendable {
    /// The process.
    let process: OddProcess
    /// The weight of each pair's squared residual.
    let weights: [Double]

    private static let lengths = [0.1, 0.3, 0.6]
    private static let amplitudes = [1e-3, 1e-2, 1e-1]
    private static let noises = [1e-6, 1e-3]

    /// The grid: lengths, then amplitudes, then noises.
    static let settings = lengths.flatMap { tau in
        amplitudes.flatMap { amplitude in
            noises.map { OddProcess.Setting(tau: tau, amplitude: amplitude, noise: $0) }
        }
    }

    /// A setting and its score.
    struct Choice: Sendable, Equatable {
        /// The setting.
        var setting: OddProcess.Setting
        /// The weighted sum of squared leave-one-out residuals.
        var score: Double
        /// All settings, the promising ones first: what a similar search starts with.
        var order: [Int]
    }

    /// The best setting of a lower score than `bound`, the first of equals; nil when there is none.
    ///
    /// A setting is given up as soon as it is worse than another. The best one never is, so that neither the number of
    /// threads nor the `order` in which settings are tried changes the choice.
    ///
    /// - Complexity: O(pairs^3), 18 factorisations.
    /// - Throws: ``ExplainError/cancelled``.
    func best(_ context: ComputeContext, bound: Double, order: [Int]) throws(ExplainError) -> Choice? {
        let scores = try scores(order, bound: bound, context)
        var choice: Choice?
        for (setting, score) in zip(Self.settings, scores) where score < choice?.score ?? bound {
            choice = Choice(setting: setting, score: score, order: [])
        }
        choice?.order = order.indices.sorted { (scores[order[$0]], $0) < (scores[order[$1]], $1) }.map { order[$0] }
        return choice
    }

    /// Below this number of pairs a factorisation takes less than handing it over.
    private static let worthThreads = 48

    /// The score of every setting; infinity instead of what is above the best one or `bound`.
    private func scores(_ order: [Int], bound: Double, _ context: ComputeContext) throws(ExplainError) -> [Double] {
        let products = Self.lengths.map { process.kernel.product(tau: $0) }
        let share = Self.settings.count / products.count
        let found = Mutex(
            Found(scores: [Double](repeating: .infinity, count: Self.settings.count), bound: bound))
        let next = Atomic<Int>(0)
        @Sendable func work(_: Int) {
            var memory = LaneMatrix(order: 0)
            while !context.cancellation.isCancelled {
                let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard place < order.count else { return }
                let index = order[place]
                guard let product = products[index / share],
                    var posterior = process.posterior(product, Self.settings[index], memory: &memory)
                else { continue }
                let score = posterior.score(weights, bound: found.withLock { $0.bound })
                posterior.giveBack(to: &memory)
                guard let score, score.isFinite else { continue }
                found.withLock { found in
                    found.scores[index] = score
                    found.bound = min(found.bound, score)
                }
            }
        }
        let width = weights.count < Self.worthThreads ? 1 : min(context.parallelism, order.count)
        if width <= 1 { work(0) } else { context.executor.perform(width: width, work) }
        if context.cancellation.isCancelled { throw .cancelled }
        return found.withLock { $0.scores }
    }

    private struct Found {
        var scores: [Double]
        /// No score above this one is of interest.
        var bound: Double
    }

    /// The weighted sum of squared residuals.
    static func score(_ residuals: [Double], _ weights: [Double]) -> Double {
        zip(residuals, weights).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }
    }
}
