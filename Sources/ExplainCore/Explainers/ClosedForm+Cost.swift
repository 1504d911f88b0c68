extension ClosedForm {
    /// What an explanation costs, at most.
    func cost(
        of method: Method, kind: AttributionKind, players: Int, backgroundRows: Int, outputs: Int
    ) -> ComputationCost {
        let values = ComputationCost.closedForm(
            operations: operations(of: method, players: players, backgroundRows: backgroundRows), players: players,
            outputs: outputs)
        guard kind.interactions else { return values }
        let numbers = Double(players) * Double(players) * Double(outputs)
        let matrices = ComputationCost(
            operations: 4 * numbers,
            bytes: ComputationCost.interactionBytes(players: players, outputs: outputs))
        guard case .trees(let ensemble) = parts else { return values + matrices }
        let pairs = ensemble.trees.reduce(0.0) { sum, tree in
            let deciding = Double(min(tree.depth, players))
            return sum + Double(tree.nodes.count) * deciding * deciding / 2
        }
        // A pair costs the same against every background row; without one it is integrated in steps of four.
        let games = method == .treePathDependent ? 4 : Double(max(1, backgroundRows))
        let pieces = Double(PairCubeSums.pieces(players: players, margins: outputs))
        return values + matrices
            + ComputationCost(
                operations: pairs * games * Double(ensemble.leafWidth),
                bytes: pieces * numbers * ComputationCost.bytesPerNumber)
    }
}
