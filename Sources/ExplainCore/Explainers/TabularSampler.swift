/// Draws rows around an instance as tabular LIME does: every player on its own, by the background's frequencies.
///
/// A player of several columns (a one-hot group) is drawn as one: its combination of bins and categories comes from one
/// background row.
struct TabularSampler: Sendable {
    private let instance: [Double]
    private let columns: [TabularColumn]
    private let players: [Player]

    private struct Player: Sendable {
        var columns: [Int]
        /// Distinct combinations of codes, in ascending order.
        var combinations: [[Int]]
        /// The share of combinations up to each.
        var cumulated: [Double]
        /// The instance's own combination; nil when the background lacks it.
        var own: Int?
    }

    init(instance: [Double], schema: FeatureSchema, background: Background, players: Players) {
        let kept = background.weights.indices.filter { background.weights[$0] > 0 }
        let weights = kept.map { background.weights[$0] }
        var columns: [TabularColumn] = []
        var codes: [[Int]] = []
        for (column, feature) in schema.features.enumerated() {
            let values = kept.map { background.rows[$0, column] }
            let learned = TabularColumn(values: values, weights: weights, isCategorical: feature.kind.isCategorical)
            columns.append(learned)
            codes.append(values.map(learned.code(of:)))
        }
        self.instance = instance
        self.columns = columns
        self.players = players.columns.map { members in
            Self.player(
                members, rows: kept.indices.map { row in members.map { codes[$0][row] } }, weights: weights,
                own: members.map { columns[$0].code(of: instance[$0]) })
        }
    }

    /// The number of players.
    var playerCount: Int { players.count }

    /// Draws one row into `row` from index `start` and returns the players that kept the instance's bin or category.
    func draw(into row: inout [Double], at start: Int, _ random: inout CounterRandom) -> Coalition {
        var same = Coalition()
        for (index, player) in players.enumerated() {
            let share = random.nextUnit()
            let drawn = player.cumulated.firstIndex { share < $0 } ?? player.combinations.count - 1
            if drawn == player.own { same.insert(index) }
            for (position, column) in player.columns.enumerated() {
                row[start + column] = columns[column].draw(code: player.combinations[drawn][position], &random)
            }
        }
        return same
    }

    private static func player(_ columns: [Int], rows: [[Int]], weights: [Double], own: [Int]) -> Player {
        var shares: [[Int]: CompensatedSum] = [:]
        for (row, codes) in rows.enumerated() { shares[codes, default: CompensatedSum()].add(weights[row]) }
        let combinations = shares.keys.sorted { $0.lexicographicallyPrecedes($1) }
        var cumulated: [Double] = []
        var sum = CompensatedSum()
        for codes in combinations {
            sum.add(shares[codes]?.value ?? 0)
            cumulated.append(sum.value)
        }
        return Player(
            columns: columns, combinations: combinations, cumulated: cumulated,
            own: combinations.firstIndex(of: own))
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
