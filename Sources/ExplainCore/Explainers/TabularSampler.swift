/// Draws rows around an instance as tabular LIME does: every player on its own, by the background's frequencies.
///
/// A player of several columns (a one-hot group) is drawn as one: its combination of bins and categories comes from one
/// background row.
struct TabularSampler: Sendable {
    private let players: [Player]
    /// For each player, the share of combinations up to each, one player after the other.
    private let cumulated: [Double]
    /// For each player and combination, the bins of the player's columns.
    private let bins: [TabularBin]
    /// The columns, one player after the other.
    private let columns: [Int]

    /// Where a player's parts lie in the flat tables, so that a draw touches no reference.
    private struct Player: Sendable {
        var firstCombination: Int
        var combinations: Int
        var firstBin: Int
        var firstColumn: Int
        var columns: Int
        /// The instance's own combination; -1 when the background lacks it.
        var own: Int
    }

    init(instance: [Double], schema: FeatureSchema, background: Background, players: Players) {
        let kept = background.weights.indices.filter { background.weights[$0] > 0 }
        let weights = kept.map { background.weights[$0] }
        let learned = schema.features.enumerated().map { column, feature in
            TabularColumn(
                values: kept.map { background.rows[$0, column] }, weights: weights,
                isCategorical: feature.kind.isCategorical)
        }
        var table: [Player] = []
        var cumulated: [Double] = []
        var bins: [TabularBin] = []
        var columns: [Int] = []
        for members in players.columns {
            let shares = Self.shares(members, learned, background, kept)
            let own = members.map { learned[$0].code(of: instance[$0]) }
            table.append(
                Player(
                    firstCombination: cumulated.count, combinations: shares.count, firstBin: bins.count,
                    firstColumn: columns.count, columns: members.count,
                    own: shares.firstIndex { $0.codes == own } ?? -1))
            var sum = CompensatedSum()
            for share in shares {
                sum.add(share.weight)
                cumulated.append(sum.value)
                for (position, column) in members.enumerated() {
                    bins.append(learned[column].bin(code: share.codes[position]))
                }
            }
            columns += members
        }
        self.players = table
        self.cumulated = cumulated
        self.bins = bins
        self.columns = columns
    }

    /// The number of players.
    var playerCount: Int { players.count }

    /// Draws one row into `row` from index `start` and returns the players that kept the instance's bin or category.
    ///
    /// One uniform number chooses a player's combination; where it falls within the combination's share is uniform again,
    /// and places the value in the bin of the first column.
    func draw(into row: inout [Double], at start: Int, _ random: inout CounterRandom) -> Coalition {
        var same = Coalition()
        for index in 0..<players.count {
            let player = players[index]
            var fraction = random.nextUnit()
            var combination = 0
            var below = 0.0
            while combination + 1 < player.combinations, fraction >= cumulated[player.firstCombination + combination] {
                below = cumulated[player.firstCombination + combination]
                combination += 1
            }
            fraction = (fraction - below) / (cumulated[player.firstCombination + combination] - below)
            if combination == player.own { same.insert(index) }
            for position in 0..<player.columns {
                if position > 0 { fraction = random.nextUnit() }
                row[start + columns[player.firstColumn + position]] =
                    bins[player.firstBin + combination * player.columns + position].value(at: min(1, fraction))
            }
        }
        return same
    }

    private struct Share {
        var codes: [Int]
        var weight: Double
    }

    /// The distinct combinations of codes with their weights, in ascending order.
    private static func shares(
        _ members: [Int], _ learned: [TabularColumn], _ background: Background, _ kept: [Int]
    ) -> [Share] {
        var sums: [[Int]: CompensatedSum] = [:]
        for row in kept {
            let codes = members.map { learned[$0].code(of: background.rows[row, $0]) }
            sums[codes, default: CompensatedSum()].add(background.weights[row])
        }
        return sums.map { Share(codes: $0.key, weight: $0.value.value) }.sorted {
            $0.codes.lexicographicallyPrecedes($1.codes)
        }
    }
}

extension Feature.Kind {
    /// Whether values are drawn by frequency instead of within bins.
    var isCategorical: Bool {
        switch self {
        case .float, .int: false
        case .bool, .category, .codes: true
        }
    }
}
