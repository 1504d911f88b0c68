extension PairStratum {
    /// `count` different pairs, each as one of its coalitions, uniformly without replacement.
    ///
    /// The middle size takes the side with player 0, so that no pair is met twice.
    ///
    /// - Complexity: O(count * players).
    /// - Throws: what `checkpoint` throws, which is looked at once a pair.
    func draw(
        _ count: Int, _ random: inout CounterRandom, _ checkpoint: Checkpoint = .never
    ) throws(ExplainError) -> [Coalition] {
        guard count > 0 else { return [] }
        guard let total = countablePairs else { return try drawByRejection(count, &random, checkpoint) }
        if count >= total { return try numbered(0..<total, checkpoint) }
        return try numbered(drawRanks(count, of: total, &random), checkpoint)
    }

    private func numbered(
        _ ranks: some Collection<Int>, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> [Coalition] {
        try ranks.map { rank throws(ExplainError) in
            try checkpoint.look()
            return coalition(rank: rank)
        }
    }

    /// `count` of the numbers 0..<`total` without replacement (Floyd; Bentley & Floyd 1987, CACM 30).
    private func drawRanks(_ count: Int, of total: Int, _ random: inout CounterRandom) -> [Int] {
        var seen: Set<Int> = []
        var ranks: [Int] = []
        for last in (total - count)..<total {
            let candidate = random.nextBelow(last + 1)
            let rank = seen.contains(candidate) ? last : candidate
            seen.insert(rank)
            ranks.append(rank)
        }
        return ranks
    }

    /// Drawing among more pairs than can be numbered: the same pair twice is rare, and drawn again.
    private func drawByRejection(
        _ count: Int, _ random: inout CounterRandom, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> [Coalition] {
        var seen: Set<Coalition> = []
        var result: [Coalition] = []
        var order = Array(0..<players)
        while result.count < count {
            try checkpoint.look()
            let candidate = drawOne(&order, &random)
            if seen.insert(candidate).inserted { result.append(candidate) }
        }
        return result
    }

    /// One pair, uniformly; `order` holds all players in any order.
    func drawOne(_ order: inout [Int], _ random: inout CounterRandom) -> Coalition {
        for place in 0..<size { order.swapAt(place, place + random.nextBelow(players - place)) }
        let candidate = Coalition(order[..<size])
        return isMiddle && !candidate.contains(0) ? candidate.complement(of: players) : candidate
    }

    /// The coalition number `rank` in lexicographic order: with player p come C(rest - 1, k - 1) of the C(rest, k) left.
    func coalition(rank: Int) -> Coalition {
        var coalition = Coalition()
        var player = 0
        var needed = size
        var rank = rank
        if isMiddle {
            coalition.insert(0)
            player = 1
            needed -= 1
        }
        var left = Binomial.exact(players - player, needed) ?? 0
        while needed > 0, player < players {
            let rest = players - player
            let with = left * needed / rest
            if rank < with {
                coalition.insert(player)
                left = with
                needed -= 1
            } else {
                rank -= with
                left -= with
            }
            player += 1
        }
        return coalition
    }
}
