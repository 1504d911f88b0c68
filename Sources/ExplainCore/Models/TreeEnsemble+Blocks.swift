extension TreeEnsemble {
    /// Predicts in float32 margins.
    func predictSingle(
        _ rows: Span<Double>, _ values: [Float], _ space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) {
        let bases = baseMargins.map { Float($0) }
        var block = block(rows, bases)
        block.predict(rows, values, space, into: &outputs)
    }

    /// Predicts in float64 margins.
    func predictDouble(
        _ rows: Span<Double>, _ values: [Double], _ space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) {
        var block = block(rows, baseMargins)
        block.predict(rows, values, space, into: &outputs)
    }

    /// Writes for each row the sum of the leaf values `table` that it ends in, rows x margins.
    func writeLeafSums(_ rows: Span<Double>, _ table: [Double], into sums: inout [Double]) {
        let bases = [Double](repeating: 0, count: marginCount)
        var block = block(rows, bases)
        block.margins(rows, table, into: &sums)
    }

    private func block<Scalar>(_ rows: Span<Double>, _ bases: [Scalar]) -> ForestBlock<Scalar> {
        let count = rows.count / featureCount
        return ForestBlock(self, bases: bases, rows: count, usesTiles: kernel.usesTiles(for: count))
    }
}
