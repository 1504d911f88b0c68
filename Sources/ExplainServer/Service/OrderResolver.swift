import ExplainAPI
import ExplainCore

/// Turns a decoded request into an order: looks up names, applies defaults, and lets the planner choose.
struct OrderResolver: Sendable {
    let planner: MethodPlanner

    /// Resolves a request against a model.
    ///
    /// - Throws: a problem that names the parameter and the remedy.
    func resolve(
        _ parameters: ExplainParameters, instances: Matrix, served: ServedModel
    ) throws(Problem) -> ExplanationOrder {
        try checkHeeded(parameters)
        let space = try space(parameters.space, of: served)
        let outputs = try served.outputs(parameters.output, space: space)
        let (name, background) = try background(parameters.background, of: served)
        let groupsPlay = parameters.groups ?? false
        let players = groupsPlay ? served.groups : served.players
        if groupsPlay, parameters.index == .owen { throw .groupsAsPlayersAndUnions }
        let wanted = PlanRequest(
            method: parameters.method, estimator: parameters.estimator, budget: parameters.budget,
            tolerance: parameters.tolerance,
            kind: AttributionKind(
                index: parameters.index,
                unions: parameters.index == .owen ? CoalitionStructure(groupsOf: served.schema) : nil,
                interactions: parameters.interactions),
            surrogate: parameters.surrogate)
        let plan: Plan
        do throws(PlanError) {
            plan = try planner.plan(
                wanted, players: players.count, backgroundRows: background.rows.rows, outputs: outputs.count,
                model: served.model, space: space)
        } catch {
            throw Problem(error)
        }
        let order = ExplanationOrder(
            served: served, outputs: outputs, space: space, background: background,
            backgroundName: name, players: players, groupsPlay: groupsPlay, plan: plan, instances: instances,
            chosenSeed: parameters.seed.map(UInt64.init))
        try checkAnswer(order)
        return order
    }

    /// Refuses what the method named would not heed; of what `auto` chooses, a caller cannot know.
    private func checkHeeded(_ parameters: ExplainParameters) throws(Problem) {
        guard let name = parameters.exactName else { return }
        // A budget bounds an enumeration, which is refused where it is not enough.
        let isBudgeted = parameters.method == .exact || parameters.method == .enumeration
        let unheeded = [
            ("budget", parameters.budget != nil && !isBudgeted), ("tolerance", parameters.tolerance != nil),
            ("seed", parameters.seed != nil),
        ].first(where: \.1)
        if let unheeded {
            throw Problem(
                .invalidParameter,
                detail:
                    "Parameter \(unheeded.0) belongs to sampling, and \(name) does not sample; leave it out, or use "
                    + "method auto.",
                field: "parameters.\(unheeded.0)")
        }
        guard parameters.method == .treePathDependent, parameters.background != nil else { return }
        throw Problem(
            .invalidParameter,
            detail: "Method tree_path_dependent takes the training rows' proportions for a background; leave out "
                + "background, or use method tree_shap.",
            field: "parameters.background")
    }

    /// An answer's matrices are held all at once, like those of one computation.
    private func checkAnswer(_ order: ExplanationOrder) throws(Problem) {
        guard order.plan.kind.interactions else { return }
        let limit = planner.limits.maximumMemoryBytes
        guard order.interactionBytes <= Double(limit) else {
            throw .interactionsTooLarge(bytes: order.interactionBytes, limit: limit)
        }
    }

    private func space(_ requested: OutputSpace?, of served: ServedModel) throws(Problem) -> OutputSpace {
        let space = requested ?? served.space
        guard space != .label else {
            throw Problem(
                .unsupportedSpace, detail: "A label has no additive explanation; ask for margin or probability.",
                field: "parameters.space")
        }
        guard served.model.outputCount(in: space) != nil else {
            let offered = OutputSpace.allCases.filter { $0 != .label && served.model.outputCount(in: $0) != nil }
            throw Problem(
                .unsupportedSpace,
                detail: "Model \(served.name) has no \(space.rawValue) space; it offers "
                    + offered.map(\.rawValue).joined(separator: " and ") + ".",
                field: "parameters.space")
        }
        return space
    }

    private func background(
        _ requested: String?, of served: ServedModel
    ) throws(Problem) -> (String, Background) {
        guard let name = requested ?? served.defaultBackground else {
            throw Problem(
                .unknownBackground,
                detail: "Model \(served.name) has no background; add one to its explain.json to explain it.",
                field: "parameters.background")
        }
        guard let background = served.backgrounds[name] else {
            throw Problem(
                .unknownBackground,
                detail: "Model \(served.name) has no background of that name; it has "
                    + served.backgrounds.keys.sorted().joined(separator: ", ") + ".",
                field: "parameters.background")
        }
        return (name, background)
    }
}
