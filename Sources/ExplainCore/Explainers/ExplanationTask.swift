/// One explanation to compute: a model, an instance, a background and a plan.
public struct ExplanationTask: Sendable {
    /// The model.
    public let model: any Model
    /// The model's input columns.
    public let schema: FeatureSchema
    /// The explained row.
    public let instance: [Double]
    /// What stands for absent features.
    public let background: Background
    /// The players.
    public let players: Players
    /// The scale of the explained outputs.
    public let space: OutputSpace
    /// The explained outputs, positions among the model's in `space`.
    public let outputs: [Int]
    /// How it is computed.
    public let plan: Plan
    /// The tables of the model's trees; nil: trees are walked for every background row.
    public let leafTables: LeafTableCache?
    /// Where the base values of games are kept for the model's other instances; nil: they are evaluated for each.
    public let baseValues: BaseValueCache?

    /// Creates a task; instance, background, schema and players have the model's width.
    public init(
        model: any Model, schema: FeatureSchema, instance: [Double], background: Background, players: Players,
        space: OutputSpace, outputs: [Int], plan: Plan, leafTables: LeafTableCache? = nil,
        baseValues: BaseValueCache? = nil
    ) {
        precondition(schema.count == model.featureCount, "the schema describes the model's columns")
        precondition(instance.count == model.featureCount, "the instance has the model's width")
        precondition(!outputs.isEmpty, "an output is explained")
        precondition(
            plan.kind.index != .owen || plan.kind.unions?.playerCount == players.count,
            "the unions are those of the players")
        self.model = model
        self.schema = schema
        self.instance = instance
        self.background = background
        self.players = players
        self.space = space
        self.outputs = outputs
        self.plan = plan
        self.leafTables = leafTables
        self.baseValues = baseValues
    }

    /// Computes the explanations, one an output, from one set of model rows.
    ///
    /// - Throws: ``ExplainError``.
    public func run(_ context: ComputeContext) throws(ExplainError) -> [Explanation] {
        switch plan.method {
        case .enumeration, .kernelSHAP:
            return try played(context)
        case .lime:
            return try surrogates(context)
        case .treeSHAP, .treePathDependent, .linearSHAP:
            return try closedForm(context)
        }
    }

    /// Values of a game of the players that the model can tell from the background; the others are worth exactly 0.
    ///
    /// Leaving those out changes no other player's value, nor the interactions of any two. Owen values need all unions.
    private func played(_ context: ComputeContext) throws(ExplainError) -> [Explanation] {
        let all = ModelGame(
            model: model, instance: instance, background: background, players: players, space: space, outputs: outputs,
            baseValues: baseValues)
        let distinct = plan.kind.index == .owen ? Array(all.columns.indices) : all.distinctPlayers()
        let game = distinct.count < players.count ? all.restricted(to: distinct) : all
        let result =
            plan.method == .enumeration
            ? try Attributions.resumed(
                players: players.count, outputs: outputs.count, hasInteractions: plan.kind.interactions,
                context: context
            ) { () throws(ExplainError) in
                try enumerated(game, context).expanded(to: players.count, players: distinct)
            }
            : try KernelSHAP(
                budget: budget(players: distinct.count), estimator: plan.estimator ?? .gpOdd, tolerance: plan.tolerance
            ).attributions(of: game, context: context).expanded(to: players.count, players: distinct)
        return explanations(result, game)
    }

    /// The planned budget; a default one is that of the players that are left, and all their coalitions where they are few.
    private func budget(players left: Int) -> Int {
        guard left < players.count, plan.budget == MethodPlanner.defaultBudget(players: players.count) else {
            return plan.budget
        }
        let few = left <= MethodPlanner.alwaysEnumeratedPlayers
        return min(plan.budget, few ? max(2, 1 << left) : MethodPlanner.defaultBudget(players: left))
    }

    private func enumerated(_ game: ModelGame, _ context: ComputeContext) throws(ExplainError) -> Attributions {
        if plan.kind.index == .owen, let unions = plan.kind.unions {
            return try OwenEnumeration(unions).attributions(of: game, context: context)
        }
        return try ExactEnumeration(maximumPlayers: ExactEnumeration.hardMaximumPlayers).attributions(
            of: game, index: plan.kind.index, interactions: plan.kind.interactions, context: context)
    }

    private func explanations(_ result: Attributions, _ game: ModelGame) -> [Explanation] {
        outputs.enumerated().map { position, output in
            Explanation(
                output: output, values: [Double](result.values.row(position)),
                standardErrors: result.standardErrors.map { [Double]($0.row(position)) },
                baseValue: result.baseValues[position], prediction: result.fullValues[position],
                evaluations: result.evaluations, modelRows: game.modelRows(evaluations: result.evaluations),
                converged: result.converged, method: plan.method, estimator: result.estimator,
                index: plan.kind.index, interactions: result.interactionMatrix(of: position), space: space,
                isExact: result.isExact)
        }
    }
}
