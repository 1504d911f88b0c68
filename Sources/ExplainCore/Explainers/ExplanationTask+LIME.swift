extension ExplanationTask {
    /// Computes local surrogates, sampled or as their limit.
    ///
    /// - Throws: ``ExplainError``.
    func surrogates(_ context: ComputeContext) throws(ExplainError) -> [Explanation] {
        let method = LIME(
            samples: plan.budget, kernelWidth: plan.surrogate.kernelWidth, featureLimit: plan.surrogate.featureLimit,
            selection: plan.surrogate.selection ?? .automatic, tolerance: plan.tolerance)
        if plan.estimator == .exactLimit { return try limits(method, context) }
        let result = try method.explain(
            model: model, schema: schema, instance: instance, background: background, players: players, space: space,
            outputs: outputs, context: context)
        return zip(outputs, result.surrogates).map { output, surrogate in
            Explanation(
                output: output, values: surrogate.coefficients, standardErrors: surrogate.standardErrors,
                baseValue: surrogate.intercept, prediction: surrogate.prediction, evaluations: result.samples,
                modelRows: result.samples, converged: result.converged, method: .lime, estimator: .sampled,
                space: space, fit: surrogate.fit)
        }
    }

    private func limits(_ method: LIME, _ context: ComputeContext) throws(ExplainError) -> [Explanation] {
        guard let form = ClosedForm(model, space: space), case .trees(let ensemble) = form.parts else {
            throw .model(.spaceNotOffered(space))
        }
        let predictions = try ModelCaller(model: model, space: space).predict(instance, firstRow: 0)
        let surrogates = try method.limit(
            of: ensemble, schema: schema, instance: instance, background: background, players: players,
            outputs: outputs.map(form.output), predictions: outputs.map { predictions[$0] }, context: context)
        return zip(outputs, surrogates).map { output, surrogate in
            Explanation(
                output: output, values: surrogate.coefficients, baseValue: surrogate.intercept,
                prediction: surrogate.prediction, evaluations: 1, modelRows: 1, converged: true, method: .lime,
                estimator: .exactLimit, space: space, isExact: true)
        }
    }
}
