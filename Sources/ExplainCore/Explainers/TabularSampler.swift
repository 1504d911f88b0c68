/// Draws rows around an instance as tabular LIME does: every player on its own, by the background's frequencies.
///
/// Rows are drawn many at a time, player after player, so that a player's few tables stay at hand. A uniform number chooses
/// a player's combination; where it falls within the combination's share is uniform again, and places the value of the
/// player's first column in its bin. Values of further columns have a uniform number of their own.
struct TabularSampler: Sendable {
    private let table: TabularTable
    /// For each player the share of combinations below each, and the share up to the last.
    private let edges: [[Double]]
    /// For each player of one column that is drawn within bins, its values.
    private let curves: [TabularCurve?]
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
        curves = zip(table.players, edges).map { player, edges in
            let bins = table.bins(of: player)
            guard player.columns.count == 1, bins.contains(where: \.isContinuous) else { return nil }
            return TabularCurve(bins, edges: edges)
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
            if let curve = curves[index] {
                place(player, edges[index], curve, units, &choices, into: &values)
            } else {
                choose(edges[index], units, &choices)
                place(player, edges[index], &units, choices, &random, into: &values)
            }
            if let own = player.own.flatMap(Int32.init(exactly:)) { same.insert(index, whereOf: choices, is: own) }
        }
        return (values, same)
    }

    /// The combination of each uniform number: the last whose lower edge is not above it.
    private func choose(_ edges: [Double], _ units: [Double], _ choices: inout [Int32]) {
        for (row, unit) in units.enumerated() {
            choices[row] = Int32(truncatingIfNeeded: Self.combination(of: unit, edges))
        }
    }

    private static func combination(of unit: Double, _ edges: [Double]) -> Int {
        var low = 0
        var high = edges.count - 1
        while low + 1 < high {
            let middle = (low + high) / 2
            if unit >= edges[middle] { low = middle } else { high = middle }
        }
        return low
    }

    /// Chooses combinations and writes values of a player of one column.
    private func place(
        _ player: TabularTable.Player, _ edges: [Double], _ curve: TabularCurve, _ units: [Double],
        _ choices: inout [Int32], into values: inout [Double]
    ) {
        let bins = Array(table.bins(of: player))
        let (combinations, coefficients) = (curve.combinations, curve.coefficients)
        var index = player.columns[0]
        for (row, unit) in units.enumerated() {
            let scaled = unit * Double(TabularCurve.cells)
            let cell = Int(scaled)
            var choice = combinations[cell]
            if choice >= 0 {
                let position = scaled - Double(cell)
                let cubic = coefficients[cell]
                let value = cubic.x + position * (cubic.y + position * (cubic.z + position * cubic.w))
                values[index] = bins[Int(choice)].clamp(value)
            } else {
                let combination = Self.combination(of: unit, edges)
                choice = Int32(truncatingIfNeeded: combination)
                let share = (unit - edges[combination]) / (edges[combination + 1] - edges[combination])
                values[index] = bins[combination].value(at: share)
            }
            choices[row] = choice
            index += width
        }
    }

    /// Writes values of a player of any number of columns, for given combinations.
    private func place(
        _ player: TabularTable.Player, _ edges: [Double], _ units: inout [Double], _ choices: [Int32],
        _ random: inout CounterRandom, into values: inout [Double]
    ) {
        let count = player.columns.count
        let bins = Array(table.bins(of: player))
        for (position, column) in player.columns.enumerated() {
            let varies = stride(from: position, to: bins.count, by: count).contains { bins[$0].isContinuous }
            if position > 0, varies { random.fillShortUnits(&units) }
            for (row, choice) in choices.enumerated() {
                let combination = Int(choice)
                let (start, end) = position > 0 ? (0, 1) : (edges[combination], edges[combination + 1])
                let share = (units[row] - start) / (end - start)
                values[row * width + column] = bins[combination * count + position].value(at: share)
            }
        }
    }
}
