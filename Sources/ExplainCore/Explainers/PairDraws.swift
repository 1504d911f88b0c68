/// The pairs of one stratum in a uniformly random order, without replacement, one by one.
struct PairDraws: Sendable {
    private let stratum: PairStratum
    /// The number of pairs, where they can be numbered.
    private let total: Int?
    /// The numbers that a shuffle from the front has moved to places behind it.
    private var moved: [Int: Int] = [:]
    private var drawn = 0
    /// What was drawn of pairs that cannot be numbered, and the players in any order.
    private var seen: Set<Coalition> = []
    private var order: [Int] = []

    /// Begins with a stratum.
    init(_ stratum: PairStratum) {
        self.stratum = stratum
        total = stratum.countablePairs
        if total == nil { order = Array(0..<stratum.players) }
    }

    /// The next pair, as one of its coalitions.
    ///
    /// Fisher and Yates' shuffle of all pairs' numbers, of which only the moved ones are kept. Among more pairs than can be
    /// numbered the same one twice is rare, and drawn again.
    ///
    /// - Precondition: there is one left.
    /// - Complexity: O(players).
    mutating func next(_ random: inout CounterRandom) -> Coalition {
        guard let total else {
            while true {
                let candidate = stratum.drawOne(&order, &random)
                if seen.insert(candidate).inserted { return candidate }
            }
        }
        let place = drawn + random.nextBelow(total - drawn)
        let front = moved.removeValue(forKey: drawn) ?? drawn
        let rank: Int
        if place == drawn {
            rank = front
        } else {
            rank = moved.updateValue(front, forKey: place) ?? place
        }
        drawn += 1
        return stratum.coalition(rank: rank)
    }
}
