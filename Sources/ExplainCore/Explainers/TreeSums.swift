/// Running sums of attributions over trees and background rows.
struct TreeSums: Sendable {
    /// The attributions, margins x players.
    var values: [Double]
    /// What the leaves add to the value of the empty coalition, one number a margin.
    var bases: [Double]
    /// What the leaves add to the value of all players, one number a margin.
    var fulls: [Double]

    init(margins: Int, players: Int) {
        values = [Double](repeating: 0, count: margins * players)
        bases = [Double](repeating: 0, count: margins)
        fulls = [Double](repeating: 0, count: margins)
    }

    /// Adds other sums of the same shape.
    mutating func add(_ other: TreeSums) {
        for index in values.indices { values[index] += other.values[index] }
        for index in bases.indices { bases[index] += other.bases[index] }
        for index in fulls.indices { fulls[index] += other.fulls[index] }
    }
}
