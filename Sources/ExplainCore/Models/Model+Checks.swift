extension Model {
    /// Checks the shapes of a batch and returns the number of outputs a row.
    ///
    /// - Throws: ``ModelError/spaceNotOffered(_:)``, or ``ModelError/width(_:expected:)`` when the rows are not whole.
    func outputWidth(
        _ rows: borrowing Span<Double>, _ outputCount: Int, _ space: OutputSpace
    ) throws(ModelError) -> Int {
        guard let width = self.outputCount(in: space) else { throw .spaceNotOffered(space) }
        let rest = rows.count % featureCount
        guard rest == 0 else { throw .width(rest, expected: featureCount) }
        precondition(outputCount == rows.count / featureCount * width, "outputs must hold one result for every row")
        return width
    }

    /// Looks for a result that is not a number or infinite.
    ///
    /// - Throws: ``ModelError/notFinite(row:)`` for the first such row.
    func requireFinite(_ outputs: borrowing MutableSpan<Double>, width: Int) throws(ModelError) {
        for index in outputs.indices where !outputs[index].isFinite { throw .notFinite(row: index / width) }
    }
}
