extension MethodPlanner {
    /// Refuses path dependent values of a model without trees before anything that its other parameters lack: no advice
    /// about those would help.
    ///
    /// - Throws: ``PlanError/notSuitedToModel(_:)``.
    func checkSuited(_ request: PlanRequest, _ model: any Model) throws(PlanError) {
        guard try resolvedMethod(request) == .treePathDependent else { return }
        guard let form = ClosedForm(model), case .trees = form.parts else { throw .notSuitedToModel(request.method) }
    }

    /// Holds what kind of values is asked for against the method.
    ///
    /// - Throws: ``PlanError`` when the method has no such values, or they contradict themselves.
    func check(_ request: PlanRequest) throws(PlanError) {
        let kind = request.kind
        guard kind.needsExactMethod else { return }
        if kind.index != .shapley, kind.interactions { throw .kind(.interactionsOfAnotherIndex(kind.index)) }
        if kind.index == .owen, kind.unions == nil { throw .kind(.noUnions) }
        let method = try resolvedMethod(request)
        switch method {
        case .auto, .exact, .enumeration, .treeSHAP, .linearSHAP: return
        case .treePathDependent where kind.index == .shapley: return
        case .treePathDependent, .kernelSHAP, .lime: throw .kind(.notOffered(kind, method: method))
        }
    }

    /// The plan of Owen values from the coalitions that they look at.
    func owenEnumeration(_ request: PlanRequest, _ task: Sizing) throws(PlanError) -> Plan {
        guard let unions = request.kind.unions else { throw .kind(.noUnions) }
        precondition(unions.playerCount == task.players, "the unions are those of the players")
        let limit = enumerationLimit
        guard unions.coalitionCount <= Double(1 << limit), let coalitions = Int(exactly: unions.coalitionCount) else {
            throw .kind(.tooManyCoalitions(unions.coalitionCount, limit: limit))
        }
        if let budget = try checkedBudget(request.budget, limit: limits.maximumBudget), budget < coalitions {
            throw .budgetTooSmall(budget, minimum: coalitions)
        }
        return Plan(
            method: .enumeration, kind: request.kind, budget: coalitions, tolerance: task.tolerance,
            evaluations: coalitions, modelRows: task.modelRows(coalitions), operationsPerRow: task.operationsPerRow,
            cost: .owenEnumeration(unions, outputs: task.outputs), isExact: true)
    }
}
