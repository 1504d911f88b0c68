extension ExplanationTask {
    /// Whether ``explanations(of:context:)`` does more than to explain one instance after another.
    public var isBatched: Bool {
        switch plan.method {
        case .treeSHAP, .treePathDependent, .linearSHAP: !plan.kind.needsExactMethod
        case .enumeration, .kernelSHAP, .lime: false
        }
    }

    /// Explains many instances as ``run(_:)`` explains one, each with the bits that it has alone; the task's own instance
    /// does not matter.
    ///
    /// Shape: `instances` has the model's width; the result has one element an instance, of one explanation an output.
    ///
    /// - Throws: ``ExplainError``, where one of the instances cannot be explained.
    public func explanations(of instances: Matrix, context: ComputeContext) throws(ExplainError) -> [[Explanation]] {
        precondition(instances.columns == model.featureCount, "the instances have the model's width")
        guard isBatched else { throw .model(.spaceNotOffered(space)) }
        guard let form = ClosedForm(model, space: space) else { throw .model(.spaceNotOffered(space)) }
        let caller = try ModelCaller(model: model, space: space)
        let predictions = try caller.predict(instances.storage, firstRow: 0)
        let margins = Array(Set(outputs.map { form.output($0).margin })).sorted()
        var result: [[Explanation]] = []
        result.reserveCapacity(instances.rows)
        try forEach(of: instances, form, margins, context) { attributions in
            let first = result.count * caller.outputs
            result.append(
                explanations(
                    attributions, form, margins, predictions: [Double](predictions[first..<(first + caller.outputs)])))
        }
        return result
    }

    /// The explanations of attributions of `margins`, one row each; `predictions` are the model's of the instance.
    func explanations(
        _ result: Attributions, _ form: ClosedForm, _ margins: [Int], predictions: [Double]
    ) -> [Explanation] {
        var rows: [Int: Int] = [:]
        for (row, margin) in margins.enumerated() { rows[margin] = row }
        return outputs.map { output in
            let source = form.output(output)
            let row = rows[source.margin] ?? 0
            // Adding 0 keeps a complement's zero from becoming -0.
            return Explanation(
                output: output, values: result.values.row(row).map { 0 + source.factor * $0 },
                baseValue: source.offset + source.factor * result.baseValues[row], prediction: predictions[output],
                evaluations: result.evaluations, modelRows: 1, converged: result.converged, method: plan.method,
                index: plan.kind.index, interactions: result.interactionMatrix(of: row, sign: source.factor),
                space: space, isExact: result.isExact)
        }
    }

    /// Calls `body` with the attributions of the instances, in their order.
    private func forEach(
        of instances: Matrix, _ form: ClosedForm, _ margins: [Int], _ context: ComputeContext,
        _ body: (Attributions) -> Void
    ) throws(ExplainError) {
        switch form.parts {
        case .linear(let linear):
            let method = LinearSHAP(linear, players: players, margins: margins)
            let means = try method.means(of: background)
            for row in 0..<instances.rows {
                body(try method.attributions(instance: [Double](instances.row(row)), means: means, context: context))
            }
        case .trees(let ensemble):
            let method = TreeSHAP(ensemble, players: players, margins: margins)
            func take(_ block: AttributionBlock) {
                for position in block.rows.indices { body(block.attributions(at: position - block.rows.lowerBound)) }
            }
            if plan.method == .treePathDependent {
                try method.pathDependent(
                    instances: instances, cache: leafTables?.pathLayouts, context: context, body: take)
            } else {
                try method.interventional(
                    instances: instances, background: background, cache: leafTables, context: context, body: take)
            }
        }
    }
}
