extension MethodPlanner {
    /// Plans a method that was asked for by name and reads the model's trees or weights.
    ///
    /// - Throws: ``PlanError`` when the model has no such parts, or the budget is none.
    func closedForm(
        _ request: PlanRequest, _ task: Sizing, model: any Model, space: OutputSpace
    ) throws(PlanError) -> Plan {
        _ = try checkedBudget(request.budget, limit: limits.maximumBudget)
        if model is LinearLeafForest { throw .linearLeaves(request.method) }
        guard let parts = ClosedForm(model) else { throw .notSuitedToModel(request.method) }
        let method: Method
        switch (request.method, parts.parts) {
        case (.treeSHAP, .trees): method = .treeSHAP
        case (.treePathDependent, .trees(let ensemble)):
            guard TreeSHAP.hasCovers(ensemble) else { throw .coversMissing }
            method = .treePathDependent
        case (.linearSHAP, .linear): method = .linearSHAP
        default: throw .notSuitedToModel(request.method)
        }
        guard let form = ClosedForm(model, space: space) else { throw .marginOnly(request.method, space: space) }
        return closedForm(method, form, task)
    }

    /// The plan of a method in closed form: the model itself predicts the instance, and nothing else.
    func closedForm(_ method: Method, _ form: ClosedForm, _ task: Sizing) -> Plan {
        Plan(
            method: method, kind: task.kind, budget: 1, tolerance: task.tolerance, evaluations: 1, modelRows: 1,
            operationsPerRow: task.operationsPerRow,
            cost: form.cost(
                of: method, kind: task.kind, players: task.players, backgroundRows: task.backgroundRows,
                outputs: task.outputs),
            isExact: true)
    }
}
