/// How many pairs each stratum gets.
struct PairAllocation: Sendable, Equatable {
    /// The number of pairs of each stratum.
    let counts: [Int]

    /// Shares `total` pairs in proportion to `shares`, with no stratum above its capacity.
    ///
    /// What an exhausted stratum cannot take flows to the others (water filling); fractions are settled by systematic
    /// sampling in a random order, so that every stratum's expected count is its exact share.
    init(total: Int, shares: [Double], capacities: [Double], random: inout CounterRandom) {
        let capacity = capacities.reduce(0, +)
        let amount = Double(total) <= capacity ? Double(total) : capacity
        let exact = Self.fill(amount, shares: shares, capacities: capacities)
        var counts = exact.map { ($0 + 1e-9).rounded(.down) }
        let rest = Int((amount - counts.reduce(0, +)).rounded())
        let fractional = exact.indices.filter { exact[$0] - counts[$0] > 1e-9 }
        for stratum in Self.systematic(rest, of: fractional, { exact[$0] - counts[$0] }, &random) {
            counts[stratum] += 1
        }
        self.counts = counts.indices.map { Int(min(counts[$0], capacities[$0])) }
    }

    private static func fill(_ amount: Double, shares: [Double], capacities: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: shares.count)
        var active = Array(shares.indices)
        var left = amount
        while !active.isEmpty, left > 1e-9 {
            let level = left / active.reduce(0) { $0 + shares[$1] }
            let full = active.filter { level * shares[$0] >= capacities[$0] - 1e-9 }
            if full.isEmpty {
                for stratum in active { result[stratum] = level * shares[stratum] }
                break
            }
            for stratum in full {
                result[stratum] = capacities[stratum]
                left -= capacities[stratum]
            }
            active.removeAll { level * shares[$0] >= capacities[$0] - 1e-9 }
        }
        return result
    }

    /// Takes `count` of `items` with probabilities equal to their fractions, which sum to `count`.
    private static func systematic(
        _ count: Int, of items: [Int], _ fraction: (Int) -> Double, _ random: inout CounterRandom
    ) -> [Int] {
        guard count > 0, !items.isEmpty else { return [] }
        var order = items
        random.shuffle(&order)
        let start = random.nextUnit()
        var taken: [Int] = []
        var reached = 0.0
        for item in order {
            reached += fraction(item)
            if taken.count < count, reached >= start + Double(taken.count) { taken.append(item) }
        }
        return taken
    }
}
