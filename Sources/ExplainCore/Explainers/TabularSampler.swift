/// Draws rows around an instance as tabular LIME does: every player on its own, by the background's frequencies.
///
/// Rows are drawn many at a time, player after player, so that a player's few tables stay at hand. A uniform number chooses
/// a player's combination; where it falls within the combination's share is uniform again, and places the value of the
/// player's first column in its bin. Values of further columns have a uniform number of their own.
struct TabularSampler: Sendable {
    private let table: TabularTable
    /// For each player the share of combinations below each, and the share up to the last.
    private let edges: [[Double]]
    /// For each player and column, how uniform numbers become values of each combination's bin.
    private let places: [[[TabularPlace]]]
    /// The number of columns.
    private let width: Int

    init(_ table: TabularTable) {
        self.table = table
        let edges = table.players.map { player -> [Double] in
            var sum = CompensatedSum()
            return [0]
                + table.shares[player.combinations].map { share in
                    sum.add(share)
                    return sum.value
                }
        }
        places = zip(table.players, edges).map { player, edges in
            let bins = table.bins(of: player)
            return player.columns.indices.map { position in
                player.combinations.indices.map { index in
                    let combination = index - player.combinations.lowerBound
                    let bin = bins[bins.startIndex + combination * player.columns.count + position]
                    // A further column has numbers of its own.
                    return position > 0
                        ? TabularPlace(bin, from: 0, to: 1)
                        : TabularPlace(bin, from: edges[combination], to: edges[combination + 1])
                }
            }
        }
        self.edges = edges
        width = table.players.reduce(0) { $0 + $1.columns.count }
    }

    /// The number of players.
    var playerCount: Int { table.players.count }

    /// Draws `count` rows: their values, row after row, and which players kept the instance's bin or category.
    ///
    /// - Complexity: O(count * columns), and O(log) of a player's combinations.
    func draw(_ count: Int, _ random: inout CounterRandom) -> (values: [Double], same: Memberships) {
        var values = [Double](repeating: 0, count: count * width)
        var same = Memberships(players: playerCount, count: count)
        var passes = TabularPasses(count: count)
        for (index, player) in table.players.enumerated() {
            random.fillShortUnits(&passes.units)
            Self.choose(edges[index], passes.units, &passes.choices)
            passes.note(player.own, bit: index % 64)
            if index % 64 == 63 || index + 1 == playerCount { same.replaceWords(index / 64, with: passes.takeBits()) }
            for (position, column) in player.columns.enumerated() {
                let places = places[index][position]
                if position > 0, places.contains(where: { $0.growth > 0 }) { random.fillShortUnits(&passes.units) }
                passes.write(places, into: &values, column: column, width: width)
            }
        }
        return (values, same)
    }

    /// The combination of each uniform number: the last whose lower edge is not above it.
    private static func choose(_ edges: [Double], _ units: [Double], _ choices: inout [Int32]) {
        precondition(choices.count == units.count, "every number has a choice")
        let combinations = edges.count - 1
        if combinations <= fewCombinations {
            let inner = (1..<fewCombinations).map { $0 < combinations ? edges[$0] : .infinity }
            let (first, second, third, fourth) = (inner[0], inner[1], inner[2], inner[3])
            // The sign of a difference is 1 below the edge: no branch that a random number would mislead.
            let units = units.span
            var chosen = choices.mutableSpan
            for row in units.indices {
                let unit = units[row]
                let lower = ((unit - first).bitPattern >> 63) &+ ((unit - second).bitPattern >> 63)
                let upper = ((unit - third).bitPattern >> 63) &+ ((unit - fourth).bitPattern >> 63)
                chosen[row] = 4 &- Int32(truncatingIfNeeded: lower &+ upper)
            }
            return
        }
        for (row, unit) in units.enumerated() {
            var low = 0
            var high = combinations
            while low + 1 < high {
                let middle = (low + high) / 2
                if unit >= edges[middle] { low = middle } else { high = middle }
            }
            choices[row] = Int32(truncatingIfNeeded: low)
        }
    }

    /// Up to this many combinations are compared all at once: the four bins of a number, and a missing value.
    private static let fewCombinations = 5
}
