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
    struct Choice: Sendable {
        /// The setting.
        var setting: OddProcess.Setting
        /// The weighted sum of squared leave-one-out residuals.
        var score: Double
        /// The product part with the setting's lengths.
        var product: OddKernel.Product
        /// The best settings found, this one first: what a similar process is tried with.
        var candidates: [Int]
    }

    /// How many settings a search goes on with.
    private static let mostCandidates = 4
    /// How many settings are tried with less noise.
    private static let mostWithLessNoise = 2

    /// The best setting, the first of equals; nil when none has a score.
    ///
    /// How much noise there is matters least: all lengths and amplitudes are tried with more of it, and the best two with
    /// less (docs/decisions/0015-fewer-settings.md).
    ///
    /// - Complexity: O(pairs^3), 11 factorisations.
    /// - Throws: ``ExplainError/cancelled``.
    func best(_ context: ComputeContext) throws(ExplainError) -> Choice? {
        let count = Self.noises.count
        let noisy = Self.settings.indices.filter { $0 % count == count - 1 }
        var found = Found(places: Self.mostCandidates, bound: .infinity)
        let products = products(noisy)
        try score(noisy, products, &found, context)
        let lessNoise = found.best.prefix(Self.mostWithLessNoise).flatMap { best in
            (1..<count).map { best.setting - $0 }
        }
        try score(lessNoise, products, &found, context)
        return choice(found, products, below: .infinity)
    }

    /// The best of some settings where its score is below `bound`.
    ///
    /// - Complexity: O(pairs^3), a factorisation a setting.
    /// - Throws: ``ExplainError/cancelled``.
    func best(of candidates: [Int], below bound: Double, _ context: ComputeContext) throws(ExplainError) -> Choice? {
        var found = Found(places: 1, bound: bound)
        let products = products(candidates)
        try score(candidates, products, &found, context)
        return choice(found, products, below: bound)
    }

    private func choice(_ found: Found, _ products: [OddKernel.Product?], below bound: Double) -> Choice? {
        guard let best = found.best.first, best.score < bound,
            let product = products[Self.place(best.setting)]
        else { return nil }
        return Choice(
            setting: Self.settings[best.setting], score: best.score, product: product,
            candidates: found.best.map(\.setting))
    }

    /// The place of a setting's length among the lengths.
    private static func place(_ setting: Int) -> Int { setting / (amplitudes.count * noises.count) }

    /// The product parts that some settings need, by length.
    private func products(_ settings: [Int]) -> [OddKernel.Product?] {
        let places = Set(settings.map(Self.place))
        return Self.lengths.enumerated().map { place, tau in
            places.contains(place) ? process.kernel.product(tau: tau) : nil
        }
    }

    /// Below this number of pairs a factorisation takes less than handing it over.
    private static let worthThreads = 48

    /// Adds the scores of `settings` that are among the best.
    ///
    /// A setting is given up as soon as it is worse than those found already. One that belongs to the best never is, so that
    /// neither the number of threads nor the order in which settings are tried changes what is found.
    private func score(
        _ settings: [Int], _ products: [OddKernel.Product?], _ found: inout Found, _ context: ComputeContext
    ) throws(ExplainError) {
        let shared = Mutex(found)
        let next = Atomic<Int>(0)
        @Sendable func work(_: Int) {
            var memory = LaneMatrix(order: 0)
            while !context.cancellation.isCancelled {
                let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard place < settings.count else { return }
                let setting = settings[place]
                guard let product = products[Self.place(setting)],
                    var posterior = process.posterior(product, Self.settings[setting], memory: &memory)
                else { continue }
                let score = posterior.score(weights, bound: shared.withLock { $0.bound })
                posterior.giveBack(to: &memory)
                guard let score, score.isFinite else { continue }
                shared.withLock { $0.add(setting, score) }
            }
        }
        let width = weights.count < Self.worthThreads ? 1 : min(context.parallelism, settings.count)
        if width <= 1 { work(0) } else { context.executor.perform(width: width, work) }
        if context.cancellation.isCancelled { throw .cancelled }
        found = shared.withLock { $0 }
    }

    private struct Found {
        /// So many of the best settings are of interest.
        let places: Int
        /// No score above this one is of interest.
        var bound: Double
        /// The best settings so far, by score and by their place in the grid.
        var best: [(setting: Int, score: Double)] = []

        init(places: Int, bound: Double) {
            self.places = places
            self.bound = bound
        }

        mutating func add(_ setting: Int, _ score: Double) {
            let place = best.firstIndex { (score, setting) < ($0.score, $0.setting) } ?? best.count
            best.insert((setting, score), at: place)
            if best.count > places { best.removeLast() }
            if best.count == places, let last = best.last { bound = min(bound, last.score) }
        }
    }

    /// The weighted sum of squared residuals.
    static func score(_ residuals: [Double], _ weights: [Double]) -> Double {
        zip(residuals, weights).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }
    }
}
