/// Pairs of several strata one by one, each stratum's without replacement, in an order in which the strata mix.
///
/// The j-th pair of a stratum is due at (j + u) / rate with one uniform u a stratum: whatever the length of a beginning, a
/// stratum's expected count is in proportion to its rate, but for those exhausted.
struct PairStream: Sendable {
    /// One stratum's part.
    private struct Part: Sendable {
        var draws: PairDraws
        /// The pairs still to come.
        var left: Int
        /// When the next one is due, in pairs.
        var due: Double
        let rate: Double
        let stratum: Int
    }

    private var parts: [Part]

    /// Creates a stream of `counts` pairs a stratum.
    init(strata: [PairStratum], counts: [Int], rates: [Double], _ random: inout CounterRandom) {
        parts = strata.indices.filter { counts[$0] > 0 }.map { stratum in
            Part(
                draws: PairDraws(strata[stratum]), left: counts[stratum], due: random.nextUnit(),
                rate: rates[stratum], stratum: stratum)
        }
    }

    /// The next pair, as one of its coalitions, and its stratum.
    ///
    /// - Precondition: there is one left.
    /// - Complexity: O(players).
    mutating func next(_ random: inout CounterRandom) -> (coalition: Coalition, stratum: Int) {
        var first = 0
        var earliest = Double.infinity
        for (position, part) in parts.enumerated() where part.left > 0 && part.due / part.rate < earliest {
            first = position
            earliest = part.due / part.rate
        }
        precondition(parts.indices.contains(first) && parts[first].left > 0, "there is a pair left")
        parts[first].left -= 1
        parts[first].due += 1
        return (parts[first].draws.next(&random), parts[first].stratum)
    }
}
