extension TreeEnsemble {
    /// Predicts a batch.
    ///
    /// - Complexity: O(rows x trees x depth).
    /// - Throws: ``ModelError`` when the space is not offered, or a prediction is not finite.
    public func predict(
        _ rows: Span<Double>, space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) throws(ModelError) {
        let width = try outputWidth(rows, outputs.count, space)
        switch kernel.values {
        case .single(let values): predictSingle(rows, values, space, into: &outputs)
        case .double(let values): predictDouble(rows, values, space, into: &outputs)
        }
        try requireFinite(outputs, width: width)
    }

    /// Rows put together in the columns that the trees look at, without a number to convert.
    public func hybridPredictor(
        instance: [Double], background: [Double], space: OutputSpace
    ) -> (any HybridPredictor)? {
        HybridForest(self, instance: instance, background: background, space: space)
    }

    /// The leaf that row `row` of `rows`, which are coded, ends in, node by node from `root`.
    func leaf(from root: Int, _ rows: Span<Double>, _ row: Int) -> Int {
        var node = root
        while nodes.left[node] >= 0 {
            node = child(of: node, for: Float(rows[row * featureCount + Int(nodes.feature[node])]))
        }
        return node
    }
}
