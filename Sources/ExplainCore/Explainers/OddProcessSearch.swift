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
    }

    /// The best setting, the first of equals; nil when none can be computed.
    ///
    /// Settings are independent of each other, so the choice is the same at any number of threads.
    ///
    /// - Complexity: O(pairs^3), 18 factorisations.
    /// - Throws: ``ExplainError/cancelled``.
    func best(_ context: ComputeContext) throws(ExplainError) -> Choice? {
        let products = Self.lengths.map { process.kernel.product(tau: $0) }
        let settings = Self.settings
        let share = settings.count / products.count
        let scores = Mutex([Double?](repeating: nil, count: settings.count))
        @Sendable func rate(_ index: Int) {
            guard !context.cancellation.isCancelled, let product = products[index / share] else { return }
            let score = score(product, settings[index])
            scores.withLock { $0[index] = score }
        }
        let next = Atomic<Int>(0)
        @Sendable func work(_: Int) {
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < settings.count else { return }
                rate(index)
            }
        }
        let width = weights.count < Self.worthThreads ? 1 : min(context.parallelism, settings.count)
        if width <= 1 { work(0) } else { context.executor.perform(width: width, work) }
        if context.cancellation.isCancelled { throw .cancelled }
        var choice: Choice?
        for (setting, score) in zip(settings, scores.withLock { $0 }) {
            guard let score, score.isFinite, score < choice?.score ?? .infinity else { continue }
            choice = Choice(setting: setting, score: score)
        }
        return choice
    }

    /// Below this number of pairs a factorisation takes less than handing it over.
    private static let worthThreads = 48

    /// The score of one setting.
    func score(_ product: OddKernel.Product, _ setting: OddProcess.Setting) -> Double? {
        guard let posterior = process.posterior(product, setting) else { return nil }
        return Self.score(posterior.residuals(), weights)
    }

    /// The weighted sum of squared residuals.
    static func score(_ residuals: [Double], _ weights: [Double]) -> Double {
        zip(residuals, weights).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }
    }
}
