/// Draws rows around an instance as tabular LIME does: every player on its own, by the background's frequencies.
///
/// Rows are drawn many at a time, player after player, so that a player's few tables stay at hand. A uniform number chooses
/// a player's combination; where it falls within the combination's share is uniform again, and places the value of the
/// player's first column in its bin. Values of further columns have a uniform number of their own.
struct TabularSampler: Sendable {
    private let table: TabularTable
    /// For each player the share of combinations below each, and the share up to the last.
    private let edges: [[Double]]
    /// The number of columns.
    private let width: Int

    init(_ table: TabularTable) {
        self.table = table
        edges = table.players.map { player in
            var sum = CompensatedSum()
            return [0]
                + table.shares[player.combinations].map { share in
                    sum.add(share)
                    return sum.value
                }
        }
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
        var units = [Double](repeating: 0, count: count)
        var choices = [Int32](repeating: 0, count: count)
        var kept = [UInt64](repeating: 0, count: (count + 63) / 64)
        for (index, player) in table.players.enumerated() {
            random.fillUnits(&units)
            choose(player, edges[index], units, &choices)
            Self.compare(choices, with: player.own, &kept)
            same.setColumn(index, kept)
            for (position, column) in player.columns.enumerated() {
                let places = places(of: player, edges[index], position)
                if position > 0, places.contains(where: { $0.scale > 0 }) {
                    random.fillUnits(&units)
                }
                Self.place(&units, choices, places, into: &values, column: column, width: width)
            }
        }
        return (values, same)
    }

    /// How a uniform number becomes a value of one bin: the quantile of `base + (unit - start) * scale`, stretched.
    private struct Place {
        /// The number that is the bin's lower end.
        var start: Double
        /// The share of the normal distribution there, and its growth.
        var base: Double
        var scale: Double
        var mean: Double
        var deviation: Double
        var low: Double
        var high: Double
    }

    private func places(of player: TabularTable.Player, _ edges: [Double], _ position: Int) -> [Place] {
        (0..<player.combinations.count).map { combination in
            let bin = table.bins[player.firstBin + combination * player.columns.count + position]
            // The first column's number lies between the combination's edges, another one's between 0 and 1.
            let start = position == 0 ? edges[combination] : 0
            let end = position == 0 ? edges[combination + 1] : 1
            return Place(
                start: start, base: bin.isContinuous ? bin.lowShare : 0.5,
                scale: bin.isContinuous ? (bin.highShare - bin.lowShare) / (end - start) : 0, mean: bin.mean,
                deviation: bin.isContinuous ? bin.deviation : 0, low: bin.low, high: bin.high)
        }
    }

    /// The combination of each uniform number: the last whose lower edge is not above it.
    private func choose(_ player: TabularTable.Player, _ edges: [Double], _ units: [Double], _ choices: inout [Int32]) {
        let combinations = player.combinations.count
        if combinations <= Self.fewCombinations {
            let inner = (1...Self.fewCombinations).map { $0 < combinations ? edges[$0] : .infinity }
            let lanes = SIMD4(inner[0], inner[1], inner[2], inner[3])
            for (index, unit) in units.enumerated() {
                let passed = (unit >= lanes[0] ? 1 : 0) + (unit >= lanes[1] ? 1 : 0)
                choices[index] = Int32(passed + (unit >= lanes[2] ? 1 : 0) + (unit >= lanes[3] ? 1 : 0))
            }
            return
        }
        for (index, unit) in units.enumerated() {
            var low = 0
            var high = combinations
            while low + 1 < high {
                let middle = (low + high) / 2
                if unit >= edges[middle] { low = middle } else { high = middle }
            }
            choices[index] = Int32(truncatingIfNeeded: low)
        }
    }

    /// Up to this many combinations are compared one by one: the four bins of a number, and a missing value.
    private static let fewCombinations = 5

    /// Sets the bits of the rows whose choice is `own`.
    private static func compare(_ choices: [Int32], with own: Int?, _ kept: inout [UInt64]) {
        let own = own.flatMap(Int32.init(exactly:)) ?? -1
        for word in kept.indices {
            var bits: UInt64 = 0
            for row in (word * 64)..<min(word * 64 + 64, choices.count) {
                bits |= (choices[row] == own ? 1 : 0) << UInt64(row % 64)
            }
            kept[word] = bits
        }
    }

    /// Writes the values of one column; `units` become quantiles.
    private static func place(
        _ units: inout [Double], _ choices: [Int32], _ places: [Place], into values: inout [Double], column: Int,
        width: Int
    ) {
        guard places.contains(where: { $0.scale > 0 }) else {
            for (row, choice) in choices.enumerated() { values[row * width + column] = places[Int(choice)].mean }
            return
        }
        for (row, choice) in choices.enumerated() {
            let place = places[Int(choice)]
            units[row] = min(1, place.base + (units[row] - place.start) * place.scale)
        }
        SpecialFunctions.replaceByNormalQuantiles(&units)
        for (row, choice) in choices.enumerated() {
            let place = places[Int(choice)]
            // A missing value is NaN, which neither comparison moves.
            let value = place.mean + place.deviation * units[row]
            let raised = value < place.low ? place.low : value
            values[row * width + column] = raised > place.high ? place.high : raised
        }
    }
}
