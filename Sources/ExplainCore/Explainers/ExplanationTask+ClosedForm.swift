extension ExplanationTask {
    /// Computes the explanations from the model's trees or weights; the model itself predicts the instance only.
    ///
    /// - Throws: ``ExplainError``.
    func closedForm(_ context: ComputeContext) throws(ExplainError) -> [Explanation] {
        guard let form = ClosedForm(model, space: space) else { throw .model(.spaceNotOffered(space)) }
        let predictions = try ModelCaller(model: model, space: space).predict(instance, firstRow: 0)
        let sources = outputs.map(form.output)
        let margins = Array(Set(sources.map(\.margin))).sorted()
        let result = try attributions(form, margins, context)
        var rows: [Int: Int] = [:]
        for (row, margin) in margins.enumerated() { rows[margin] = row }
        return zip(outputs, sources).map { output, source in
            let row = rows[source.margin] ?? 0
            // Adding 0 keeps a complement's zero from becoming -0.
            return Explanation(
                output: output, values: result.values.row(row).map { 0 + source.sign * $0 },
                baseValue: source.offset + source.sign * result.baseValues[row], prediction: predictions[output],
                evaluations: result.evaluations, modelRows: 1, converged: result.converged, method: plan.method,
                space: space, isExact: result.isExact)
        }
    }

    /// The attributions of `margins`, one row each.
    private func attributions(
        _ form: ClosedForm, _ margins: [Int], _ context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        switch form.parts {
        case .linear(let linear):
            return try LinearSHAP(linear, players: players, margins: margins).attributions(
                instance: instance, background: background, context: context)
        case .trees(let ensemble):
            let method = TreeSHAP(ensemble, players: players, margins: margins)
            if plan.method == .treePathDependent {
                return try method.pathDependent(instance: instance, context: context)
            }
            guard let leafTables else {
                return try method.interventional(instance: instance, background: background, context: context)
            }
            return try method.interventional(
                instance: instance, background: background, cache: leafTables, context: context)
        }
    }
}
