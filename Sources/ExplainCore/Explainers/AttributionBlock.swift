/// Exact Shapley values of consecutive rows.
public struct AttributionBlock: Sendable, Equatable {
    /// The rows, positions among all that were asked for.
    public let rows: Range<Int>
    /// One value a row, output and player: (rows x outputs) x players.
    public let values: Matrix
    /// v(empty) of each output.
    public let baseValues: [Double]
    /// v(all players), rows x outputs.
    public let fullValues: Matrix

    /// The result of the row at `position` in the block.
    public func attributions(at position: Int) -> Attributions {
        let (outputs, players) = (baseValues.count, values.columns)
        let first = position * outputs * players
        return Attributions(
            values: Matrix(
                rows: outputs, columns: players,
                storage: [Double](values.storage[first..<(first + outputs * players)])),
            baseValues: baseValues, fullValues: [Double](fullValues.row(position)), evaluations: 1, converged: true,
            isExact: true)
    }

    /// The block, if all its numbers are finite.
    ///
    /// - Throws: ``ExplainError/unsuitableData(_:)`` otherwise.
    func checkedFinite() throws(ExplainError) -> AttributionBlock {
        let numbers = [values.storage, baseValues, fullValues.storage]
        guard numbers.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            throw .unsuitableData("the model's outputs are so large that their differences overflow")
        }
        return self
    }
}
