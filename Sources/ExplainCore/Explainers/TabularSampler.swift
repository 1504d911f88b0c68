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
    private let places: [[[Place]]]
    /// The number of columns.
    private let width: Int

    /// How a uniform number becomes a value of one bin: a quantile of the normal distribution, stretched.
    private struct Place {
        /// The normal distribution's share at the number 0, and how it grows; one half, and 0 for a bin of one value.
        var base: Double
        var growth: Double
        var mean: Double
        var deviation: Double
        var low: Double
        var high: Double

        init(_ bin: TabularBin, from start: Double, to end: Double) {
            let isContinuous = bin.isContinuous
            growth = isContinuous ? (bin.highShare - bin.lowShare) / (end - start) : 0
            base = isContinuous ? bin.lowShare - start * growth : 0.5
            mean = bin.mean
            deviation = isContinuous ? bin.deviation : 0
            low = bin.low
            high = bin.high
        }
    }

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
                        ? Place(bin, from: 0, to: 1) : Place(bin, from: edges[combination], to: edges[combination + 1])
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
        var units = [Double](repeating: 0, count: count)
        var choices = [Int32](repeating: 0, count: count)
        for (index, player) in table.players.enumerated() {
            random.fillShortUnits(&units)
            Self.choose(edges[index], units, &choices)
            if let own = player.own.flatMap(Int32.init(exactly:)) { same.insert(index, whereOf: choices, is: own) }
            for (position, column) in player.columns.enumerated() {
                let places = places[index][position]
                if position > 0, places.contains(where: { $0.growth > 0 }) { random.fillShortUnits(&units) }
                Self.place(units, choices, places, into: &values, column: column, width: width)
            }
        }
        return (values, same)
    }

    /// The combination of each uniform number: the last whose lower edge is not above it.
    private static func choose(_ edges: [Double], _ units: [Double], _ choices: inout [Int32]) {
        let combinations = edges.count - 1
        if combinations <= fewCombinations {
            let inner = (1..<fewCombinations).map { $0 < combinations ? edges[$0] : .infinity }
            let (first, second, third, fourth) = (inner[0], inner[1], inner[2], inner[3])
            // The sign of a difference is 1 below the edge: no branch that a random number would mislead.
            for (row, unit) in units.enumerated() {
                let lower = ((unit - first).bitPattern >> 63) &+ ((unit - second).bitPattern >> 63)
                let upper = ((unit - third).bitPattern >> 63) &+ ((unit - fourth).bitPattern >> 63)
                choices[row] = 4 &- Int32(truncatingIfNeeded: lower &+ upper)
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

    /// Writes the values of one column.
    private static func place(
        _ units: [Double], _ choices: [Int32], _ places: [Place], into values: inout [Double], column: Int, width: Int
    ) {
        precondition(
            choices.count == units.count && (units.count - 1) * width + column < values.count,
            "every number has a choice and a place")
        // SAFETY: rows lie below the counts of numbers and choices.
        unsafe units.withUnsafeBufferPointer { units in
            // SAFETY: as above.
            unsafe choices.withUnsafeBufferPointer { choices in
                unsafe write(units, choices, places, into: &values, column: column, width: width)
            }
        }
    }

    // SAFETY: the caller has checked that every number has a choice and a place; choices are combinations, each of which has
    // a place in `places`.
    private static func write(
        _ units: UnsafeBufferPointer<Double>, _ choices: UnsafeBufferPointer<Int32>, _ places: [Place],
        into values: inout [Double], column: Int, width: Int
    ) {
        // SAFETY: as above.
        unsafe places.withUnsafeBufferPointer { places in
            // SAFETY: the table has a cubic for every cell.
            unsafe NormalQuantileTable.cubics.withUnsafeBufferPointer { cubics in
                // SAFETY: as above.
                unsafe values.withUnsafeMutableBufferPointer { values in
                    var index = column
                    for row in 0..<units.count {
                        unsafe values[index] = value(units[row], places[Int(choices[row])], cubics)
                        index &+= width
                    }
                }
            }
        }
    }

    // SAFETY: `cubics` is the table's, which outlives the call.
    @inline(__always)
    private static func value(
        _ unit: Double, _ place: Place, _ cubics: UnsafeBufferPointer<SIMD4<Double>>
    ) -> Double {
        let share = place.base + unit * place.growth
        let quantile = unsafe NormalQuantileTable.quantile(share, cubics)
        // A missing value is NaN, which neither comparison moves.
        let value = place.mean + place.deviation * quantile
        let raised = value < place.low ? place.low : value
        return raised > place.high ? place.high : raised
    }
}
