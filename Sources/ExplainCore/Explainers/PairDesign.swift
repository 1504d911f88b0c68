/// The coalitions a sampled regression looks at, each with its complement.
///
/// Only the odd part (v(S) - v(complement)) / 2 of a game carries Shapley values, so every sample is a pair.
///
/// A design is planned first, which costs little, and drawn as far as it is needed: a sample of a million coalitions takes
/// longer to draw than some callers wait for their answer. What is drawn does not depend on the steps in which it is.
struct PairDesign: Sendable {
    /// The number of players.
    let players: Int
    /// The number of pairs planned.
    let count: Int
    /// One coalition of each pair drawn, in the order of evaluation: any beginning of it is a sample of its own.
    private(set) var coalitions: [Coalition] = []
    /// The stratum of each pair drawn, an index into `strata`.
    private(set) var stratumOfPair: [Int] = []
    /// All strata by size.
    let strata: [PairStratum]
    /// The number of pairs planned for each stratum.
    let planned: [Int]
    /// Which weights the pairs get.
    let estimator: Estimator

    /// The pairs that are known without drawing: all singletons, or none.
    private let border: Int
    private var random: CounterRandom
    private var stream: PairStream?

    /// Up to this many pairs are drawn at once, in a millisecond or two.
    static let mostPairsAtOnce = 1024

    /// Plans at most `pairs` pairs.
    ///
    /// `leverage`: equal counts per size, as leverage scores ask (Musco & Witter 2024, "Provably Accurate Shapley Value
    /// Estimation via Leverage Score Sampling"); once they fit, all n singletons come first, which measures every player at
    /// least once. `wls`: counts in proportion to the Shapley kernel, so that small and large coalitions are exhausted
    /// first (Lundberg & Lee 2017). `gp_odd`: as `leverage`, in an order in which every beginning has its pairs spread over
    /// the sizes in the same way, so that a sample can grow until it is good enough.
    ///
    /// - Complexity: O(players).
    init(planning pairs: Int, players: Int, estimator: Estimator, random: CounterRandom) {
        var random = random
        let strata = PairStratum.all(players: players)
        let hasBorder = estimator != .wls && pairs >= players && players >= 4
        let open = hasBorder ? Array(strata.indices.dropFirst()) : Array(strata.indices)
        let allocation = PairAllocation(
            total: hasBorder ? pairs - players : pairs,
            shares: open.map { Self.share(strata[$0], estimator) }, capacities: open.map { strata[$0].pairs },
            random: &random)
        var planned = [Int](repeating: 0, count: strata.count)
        if hasBorder { planned[0] = players }
        for (position, stratum) in open.enumerated() { planned[stratum] = allocation.counts[position] }
        self.players = players
        self.strata = strata
        self.planned = planned
        self.estimator = estimator
        self.random = random
        border = hasBorder ? players : 0
        count = planned.reduce(0, +)
    }

    /// Plans and draws at most `pairs` pairs.
    ///
    /// - Throws: what `checkpoint` throws, which is looked at once a pair.
    init(
        players: Int, pairs: Int, estimator: Estimator, random: inout CounterRandom, checkpoint: Checkpoint = .never
    ) throws(ExplainError) {
        self.init(planning: pairs, players: players, estimator: estimator, random: random)
        try draw(to: count, checkpoint)
        random = self.random
    }

    /// Draws until `target` of the planned pairs are there; more where they are drawn all at once.
    ///
    /// - Complexity: O(players) a pair.
    /// - Throws: what `checkpoint` throws, which is looked at once a pair; what was drawn by then stays.
    mutating func draw(to target: Int, _ checkpoint: Checkpoint = .never) throws(ExplainError) {
        precondition(target <= count, "no more pairs are drawn than planned")
        if coalitions.isEmpty, border > 0 {
            coalitions = (0..<players).map { Coalition(CollectionOfOne($0)) }
            stratumOfPair = [Int](repeating: 0, count: players)
        }
        guard coalitions.count < target else { return }
        if count <= Self.mostPairsAtOnce { return try drawAll(checkpoint) }
        var drawn = stream ?? PairStream(strata: strata, counts: withoutBorder, rates: rates, &random)
        // One owner, so that a draw copies nothing.
        stream = nil
        defer { stream = drawn }
        while coalitions.count < target {
            try checkpoint.look()
            let (coalition, stratum) = drawn.next(&random)
            coalitions.append(coalition)
            stratumOfPair.append(stratum)
        }
    }

    /// How often the strata come in the order of evaluation: as often as they are planned, so that every beginning is like
    /// the whole; for `gp_odd` by their shares until they are exhausted, so that a beginning does not depend on the whole.
    private var rates: [Double] {
        strata.indices.map { estimator == .gpOdd ? Self.share(strata[$0], .gpOdd) : Double(planned[$0]) }
    }

    /// The number of pairs to draw of each stratum.
    private var withoutBorder: [Int] { strata.indices.map { $0 == 0 ? planned[$0] - border : planned[$0] } }

    /// Draws what is missing of a small design.
    private mutating func drawAll(_ checkpoint: Checkpoint) throws(ExplainError) {
        var entries: [(coalition: Coalition, stratum: Int)] = []
        for (stratum, count) in withoutBorder.enumerated() {
            for coalition in try strata[stratum].draw(count, &random, checkpoint) {
                entries.append((coalition, stratum))
            }
        }
        random.shuffle(&entries)
        if estimator == .gpOdd { entries = Self.nested(entries, strata: strata, &random) }
        coalitions += entries.map(\.coalition)
        stratumOfPair += entries.map(\.stratum)
    }

    /// Orders pairs so that at any time the strata have their shares, but for those exhausted.
    ///
    /// The j-th pair of a stratum is due at (j + u) / share with one uniform u a stratum: whatever the length of a beginning,
    /// a stratum's expected count is its share.
    private static func nested(
        _ entries: [(coalition: Coalition, stratum: Int)], strata: [PairStratum], _ random: inout CounterRandom
    ) -> [(coalition: Coalition, stratum: Int)] {
        var due = strata.map { _ in random.nextUnit() }
        let times = entries.map { entry in
            defer { due[entry.stratum] += 1 }
            return due[entry.stratum] / share(strata[entry.stratum], .gpOdd)
        }
        return entries.indices.sorted { (times[$0], $0) < (times[$1], $1) }.map { entries[$0] }
    }

    private static func share(_ stratum: PairStratum, _ estimator: Estimator) -> Double {
        estimator == .wls ? stratum.mass : stratum.isMiddle ? 0.5 : 1
    }

    /// What the first `count` pairs are worth.
    ///
    /// A stratum's kernel mass is shared by the pairs evaluated of it. The textbook weights treat what is not exhausted as
    /// one sample from the kernel: its mass is shared by all those pairs alike.
    func sample(first count: Int) -> Sample {
        var counts = [Int](repeating: 0, count: strata.count)
        for stratum in stratumOfPair[..<count] { counts[stratum] += 1 }
        let capacities = strata.map(\.pairs)
        let pooled = strata.indices.filter { estimator == .wls && Double(planned[$0]) < capacities[$0] }
        let pooledPairs = pooled.reduce(0) { $0 + counts[$1] }
        let pooledMass = pooled.reduce(0) { $0 + strata[$1].mass }
        let weights = strata.indices.map { stratum in
            pooled.contains(stratum)
                ? pooledMass / Double(max(1, pooledPairs)) : strata[stratum].mass / Double(max(1, counts[stratum]))
        }
        return Sample(
            coalitions: [Coalition](coalitions[..<count]),
            weights: stratumOfPair[..<count].map { weights[$0] },
            fractions: stratumOfPair[..<count].map { min(1, Double(counts[$0]) / capacities[$0]) },
            coversAllSizes: counts.allSatisfy { $0 > 0 })
    }

    /// Pairs with their weights in the regression.
    struct Sample: Sendable {
        /// One coalition of each pair.
        var coalitions: [Coalition]
        /// The regression weight of each pair.
        var weights: [Double]
        /// The share of its stratum that was evaluated, for each pair.
        var fractions: [Double]
        /// Whether every size was looked at; errors cannot be told otherwise.
        var coversAllSizes: Bool
    }
}
