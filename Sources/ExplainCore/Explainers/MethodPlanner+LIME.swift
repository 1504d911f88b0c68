extension MethodPlanner {
    /// Plans a surrogate on sampled rows.
    ///
    /// - Throws: ``PlanError`` when there are too many players, or the budget is none.
    func lime(_ request: PlanRequest, _ task: Sizing) throws(PlanError) -> Plan {
        try checkSampled(task.players)
        let given = try checkedBudget(request.budget, limit: limits.maximumSamples)
        let samples = given ?? min(Self.defaultSamples, limits.maximumSamples)
        return Plan(
            method: .lime, estimator: .sampled, budget: samples, tolerance: task.tolerance, evaluations: samples,
            modelRows: samples, operationsPerRow: task.operationsPerRow,
            cost: .lime(
                players: task.players, samples: samples, outputs: task.outputs, settings: request.surrogate),
            isExact: false,
            surrogate: request.surrogate)
    }

    /// Plans the limit of a surrogate, from the model's trees: the model itself predicts the instance, and nothing else.
    ///
    /// - Throws: ``PlanError`` when the model has no trees, or its outputs in `space` are not their sums.
    func limit(
        _ request: PlanRequest, _ task: Sizing, model: any Model, space: OutputSpace
    ) throws(PlanError) -> Plan {
        _ = try checkedBudget(request.budget, limit: limits.maximumBudget)
        guard let parts = ClosedForm(model), case .trees(let ensemble) = parts.parts else {
            throw .surrogate(.limitNeedsTrees)
        }
        guard ClosedForm(model, space: space) != nil else { throw .surrogate(.limitMarginOnly(space: space)) }
        return Plan(
            method: .lime, estimator: .exactLimit, budget: 1, tolerance: task.tolerance, evaluations: 1, modelRows: 1,
            operationsPerRow: task.operationsPerRow,
            cost: .lime(
                limitOf: ensemble, players: task.players, backgroundRows: task.backgroundRows, outputs: task.outputs),
            isExact: true, surrogate: request.surrogate)
    }

    /// Refuses settings of a surrogate that are out of range, or that the method would not heed.
    func checkSurrogate(_ settings: SurrogateSettings, _ method: RequestedMethod) throws(PlanError) {
        if method != .lime, let name = settings.firstGiven { throw .surrogate(.settingOfLIME(name, method: method)) }
        if let limit = settings.featureLimit, limit < 1 { throw .surrogate(.badSetting(.featureLimit)) }
        if settings.selection == .all, settings.featureLimit != nil { throw .surrogate(.limitWithoutSelection) }
        if let width = settings.kernelWidth, !(width >= LIME.smallestKernelWidth && width.isFinite) {
            throw .surrogate(.badSetting(.kernelWidth))
        }
    }
}
