/// Exact Shapley values of a tree ensemble's margins, from the trees.
///
/// Two games are offered. The interventional one is that of ``ModelGame``: absent features are those of background rows.
/// The path-dependent one needs no background: where an absent feature decides, both ways are gone, in the proportion of the
/// training rows (Lundberg, Erion & Lee 2018, "Consistent Individualized Feature Attribution for Tree Ensembles", algorithm 1).
/// Margins are added in float64 from the leaf values of the file, whatever the model's own arithmetic.
public struct TreeSHAP: Sendable {
    /// The trees.
    public let ensemble: TreeEnsemble
    /// The players; a group's columns join and leave together.
    public let players: Players
    /// The explained margins.
    public let margins: [Int]

    /// The player of each column.
    let owners: [Int]

    /// Creates the method; the players are the ensemble's columns, and `margins` are some of its margins, all when nil.
    public init(_ ensemble: TreeEnsemble, players: Players, margins: [Int]? = nil) {
        precondition(
            players.columns.reduce(0) { $0 + $1.count } == ensemble.featureCount, "the players are the model's columns")
        self.ensemble = ensemble
        self.players = players
        self.margins = margins ?? Array(0..<ensemble.marginCount)
        precondition(self.margins.allSatisfy { (0..<ensemble.marginCount).contains($0) }, "explained margins exist")
        var owners = [Int](repeating: 0, count: ensemble.featureCount)
        for (player, columns) in players.columns.enumerated() {
            for column in columns { owners[column] = player }
        }
        self.owners = owners
    }

    /// Those of `trees` that add to an explained margin, in their order.
    func explained(_ trees: [TreeEnsemble.Tree]) -> [TreeEnsemble.Tree] {
        let wanted = Set(margins)
        return trees.filter { tree in tree.output.map { wanted.contains($0) } ?? true }
    }

    /// The result of sums over all trees: `values` holds margins x players, `bases` and `fulls` all margins, without the
    /// ensemble's own base margins.
    func attributions(_ sums: TreeSums) throws(ExplainError) -> Attributions {
        let count = players.count
        return try Attributions(
            values: Matrix(
                rows: margins.count, columns: count,
                storage: margins.flatMap { sums.values[($0 * count)..<(($0 + 1) * count)] }),
            baseValues: margins.map { ensemble.baseMargins[$0] + sums.bases[$0] },
            fullValues: margins.map { ensemble.baseMargins[$0] + sums.fulls[$0] }, evaluations: 1, converged: true,
            isExact: true
        ).checkedFinite()
    }
}
