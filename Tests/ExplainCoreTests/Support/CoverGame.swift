@testable import ExplainCore

/// The path-dependent game of trees in the plainest possible way: where an absent feature decides, both ways are gone.
struct CoverGame: Sendable {
    let ensemble: TreeEnsemble
    let players: Players
    let instance: [Double]

    /// The game of all margins.
    var game: FunctionGame {
        FunctionGame(players: players.count, outputs: ensemble.marginCount) { coalition in value(of: coalition) }
    }

    private func value(of coalition: Coalition) -> [Double] {
        var known = [Bool](repeating: false, count: instance.count)
        for member in coalition.members {
            for column in players.columns[member] { known[column] = true }
        }
        var sums = ensemble.baseMargins
        for tree in ensemble.trees {
            let values = value(tree.nodes.lowerBound, known)
            for (offset, value) in values.enumerated() { sums[tree.output ?? offset] += value }
        }
        return sums
    }

    private func value(_ node: Int, _ known: [Bool]) -> [Double] {
        let nodes = ensemble.nodes
        let (left, right) = (Int(nodes.left[node]), Int(nodes.right[node]))
        if left < 0 {
            let width = ensemble.leafWidth
            return [Double](ensemble.leafValues[(right * width)..<((right + 1) * width)])
        }
        let column = Int(nodes.feature[node])
        if known[column] { return value(ensemble.child(of: node, for: Float(instance[column])), known) }
        let passed = nodes.cover[node]
        let shares = [left, right].map { passed > 0 ? nodes.cover[$0] / passed : 0.5 }
        return zip(value(left, known), value(right, known)).map { $0 * shares[0] + $1 * shares[1] }
    }
}
