/// What tabular LIME draws each player from: the combinations of bins and categories that the background has.
///
/// A player of several columns (a one-hot group) is drawn as one: its combination comes from one background row, and within
/// a combination every column's value is drawn from its own bin.
struct TabularTable: Sendable {
    /// One player's place in the tables.
    struct Player: Sendable {
        /// Its columns.
        let columns: [Int]
        /// Its combinations, positions in ``TabularTable/shares``.
        let combinations: Range<Int>
        /// The bin of its first combination's first column in ``TabularTable/bins``; combinations follow one another.
        let firstBin: Int
        /// The instance's own combination, counted from the player's first; nil when the background lacks it.
        let own: Int?
    }

    /// The players.
    let players: [Player]
    /// The share of each combination, one player after the other, in ascending order of the codes.
    let shares: [Double]
    /// For each player and combination, the bins of the player's columns.
    let bins: [TabularBin]

    /// Learns the combinations of `background`, and finds the instance's own.
    init(instance: [Double], schema: FeatureSchema, background: Background, players: Players) {
        let kept = background.weights.indices.filter { background.weights[$0] > 0 }
        let weights = kept.map { background.weights[$0] }
        let learned = schema.features.enumerated().map { column, feature in
            TabularColumn(
                values: kept.map { background.rows[$0, column] }, weights: weights,
                isCategorical: feature.kind.isCategorical)
        }
        // The code of every kept value, column after column.
        let codes = learned.enumerated().map { column, learned in
            kept.map { learned.code(of: background.rows[$0, column]) }
        }
        var table: [Player] = []
        var shares: [Double] = []
        var bins: [TabularBin] = []
        for members in players.columns {
            let combinations = Self.combinations(members.map { codes[$0] }, weights)
            let own = members.map { learned[$0].code(of: instance[$0]) }
            table.append(
                Player(
                    columns: members, combinations: shares.count..<(shares.count + combinations.count),
                    firstBin: bins.count, own: combinations.firstIndex { $0.codes == own }))
            for combination in combinations {
                shares.append(combination.share)
                for (position, column) in members.enumerated() {
                    bins.append(learned[column].bin(code: combination.codes[position]))
                }
            }
        }
        self.players = table
        self.shares = shares
        self.bins = bins
    }

    /// The bins of a player: its columns, combination after combination.
    func bins(of player: Player) -> ArraySlice<TabularBin> {
        bins[player.firstBin..<(player.firstBin + player.combinations.count * player.columns.count)]
    }

    private struct Combination {
        var codes: [Int]
        var share: Double
    }

    /// The distinct combinations of codes with their weights, in ascending order; `codes` holds those of each column.
    private static func combinations(_ codes: [[Int]], _ weights: [Double]) -> [Combination] {
        if codes.count == 1 { return combinations(codes[0], weights) }
        let keys = weights.indices.map { row in codes.map { $0[row] } }
        let order = weights.indices.sorted { left, right in
            keys[left] == keys[right] ? left < right : keys[left].lexicographicallyPrecedes(keys[right])
        }
        var combinations: [Combination] = []
        var sum = CompensatedSum()
        for row in order {
            if combinations.last?.codes != keys[row] {
                combinations.append(Combination(codes: keys[row], share: 0))
                sum = CompensatedSum()
            }
            sum.add(weights[row])
            combinations[combinations.count - 1].share = sum.value
        }
        return combinations
    }

    /// The same for a single column, whose codes are few numbers from ``TabularColumn/unseen`` on: counted without sorting.
    private static func combinations(_ codes: [Int], _ weights: [Double]) -> [Combination] {
        let lowest = TabularColumn.unseen
        var sums = [CompensatedSum?](repeating: nil, count: (codes.max() ?? lowest) - lowest + 1)
        for (code, weight) in zip(codes, weights) {
            var sum = sums[code - lowest] ?? CompensatedSum()
            sum.add(weight)
            sums[code - lowest] = sum
        }
        return sums.enumerated().compactMap { index, sum in
            sum.map { Combination(codes: [index + lowest], share: $0.value) }
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
