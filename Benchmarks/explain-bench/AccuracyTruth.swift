import ExplainCore

/// The exact Shapley values of one instance.
struct AccuracyTruth {
    /// One value a player.
    let values: [Double]
    /// How they were computed.
    let method: String

    /// The most players whose coalitions are enumerated.
    private static let mostPlayers = 14

    /// Computes the values from the trees, or from all coalitions of a few players; nil where neither is possible.
    init?(_ subject: Subject, instance: Int) throws {
        let game = subject.game(instance)
        if let trees = subject.trees {
            method = "tree_shap"
            values = Array(
                try TreeSHAP(trees, players: subject.players, margins: [0]).interventional(
                    instance: subject.instance(instance), background: subject.background, context: ComputeContext()
                ).values.row(0))
        } else if game.playerCount <= Self.mostPlayers {
            method = "enumeration"
            values = Array(try ExactEnumeration().attributions(of: game, context: ComputeContext()).values.row(0))
        } else {
            return nil
        }
    }
}
