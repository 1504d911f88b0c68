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
        let pieces = Double(PairCubeSums.pieces(players: players, margins: outputs))
        return values + matrices
            + ComputationCost(
                operations: pairs * Double(max(1, backgroundRows)) * Double(ensemble.leafWidth),
                bytes: pieces * numbers * ComputationCost.bytesPerNumber)
    }
}
