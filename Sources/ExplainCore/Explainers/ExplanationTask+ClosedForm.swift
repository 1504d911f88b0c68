extension ExplanationTask {
    /// Computes the explanations from the model's trees or weights; the model itself predicts the instance only.
    ///
    /// - Throws: ``ExplainError``.
    func closedForm(_ context: ComputeContext) throws(ExplainError) -> [Explanation] {
        guard let form = ClosedForm(model, space: space) else { throw .model(.spaceNotOffered(space)) }
        let predictions = try ModelCaller(model: model, space: space).predict(instance, firstRow: 0)
        let margins = Array(Set(outputs.map { form.output($0).margin })).sorted()
        return explanations(try attributions(form, margins, context), form, margins, predictions: predictions)
    }

    /// The attributions of `margins`, one row each.
    private func attributions(
        _ form: ClosedForm, _ margins: [Int], _ context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        switch form.parts {
        case .linear(let linear):
            // Players that do not interact have one value by any index.
            var result = try LinearSHAP(linear, players: players, margins: margins).attributions(
                instance: instance, background: background, context: context)
            if plan.kind.interactions {
                let zero = Matrix(rows: players.count, columns: players.count)
                result.interactions = margins.map { _ in zero }
            }
            return result
        case .trees(let ensemble):
            let method = TreeSHAP(ensemble, players: players, margins: margins)
            if plan.method == .treePathDependent {
                var result = try method.pathDependent(
                    instance: instance, cache: leafTables?.pathLayouts, context: context)
                if plan.kind.interactions {
                    result.interactions = try method.pathDependentInteractions(instance: instance, context: context)
                }
                return try result.checkedFinite()
            }
            var result = try interventional(method, context)
            if plan.kind.interactions {
                result.interactions = try method.interactions(
                    instance: instance, background: background, context: context)
            }
            return try result.checkedFinite()
        }
    }

    private func interventional(
        _ method: TreeSHAP, _ context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        switch (plan.kind.index, plan.kind.unions, leafTables) {
        case (.banzhaf, _, _):
            return try method.banzhaf(instance: instance, background: background, context: context)
        case (.owen, let unions?, _):
            return try method.owen(instance: instance, background: background, unions: unions, context: context)
        case (_, _, let leafTables?):
            return try method.interventional(
                instance: instance, background: background, cache: leafTables, context: context)
        default: return try method.interventional(instance: instance, background: background, context: context)
        }
    }
}
