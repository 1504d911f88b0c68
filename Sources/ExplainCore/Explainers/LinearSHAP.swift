/// Exact Shapley values of a linear model's margins in closed form.
///
/// phi_i = sum over the columns f of player i of w_f (x_f - E_B x_f) (Strumbelj & Kononenko 2014, Knowledge and Information
/// Systems 41; Lundberg & Lee 2017, "A Unified Approach to Interpreting Model Predictions", corollary 1). Every coalition
/// adds a column's difference alike, so a group's value is the sum over its columns.
public struct LinearSHAP: Sendable {
    /// The model.
    public let model: LinearModel
    /// The players.
    public let players: Players
    /// The explained margins.
    public let margins: [Int]

    /// Creates the method; the players are the model's columns, and `margins` are some of its margins, all when nil.
    public init(_ model: LinearModel, players: Players, margins: [Int]? = nil) {
        precondition(
            players.columns.reduce(0) { $0 + $1.count } == model.featureCount, "the players are the model's columns")
        self.model = model
        self.players = players
        self.margins = margins ?? Array(0..<model.marginCount)
        precondition(self.margins.allSatisfy { (0..<model.marginCount).contains($0) }, "explained margins exist")
    }

    /// Computes the Shapley values of the explained margins, in float64.
    ///
    /// - Complexity: O(margins x features x background rows).
    /// - Throws: ``ExplainError/model(_:)`` when a row, numbered as in the background, has a margin that is not finite;
    ///   ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    public func attributions(
        instance: [Double], background: Background, context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        try attributions(instance: instance, means: means(of: background), context: context)
    }

    /// Computes the values from the background's means, which instances share.
    func attributions(
        instance: [Double], means: [Double], context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        precondition(instance.count == model.featureCount, "the instance has the model's width")
        let own = instance.map(read)
        var values = Matrix(rows: margins.count, columns: players.count)
        var baseValues: [Double] = []
        var fullValues: [Double] = []
        for (row, margin) in margins.enumerated() {
            try context.look()
            let weights = model.weights[(margin * means.count)..<((margin + 1) * means.count)]
            let first = weights.startIndex
            for (player, columns) in players.columns.enumerated() {
                values[row, player] = Summation.sum(
                    columns.map { weights[first + $0] * (own[$0] - means[$0]) })
            }
            baseValues.append(model.intercepts[margin] + Summation.sum(zip(weights, means).map { $0 * $1 }))
            fullValues.append(model.intercepts[margin] + Summation.sum(zip(weights, own).map { $0 * $1 }))
        }
        guard fullValues.allSatisfy(\.isFinite) else { throw .model(.notFinite(row: 0)) }
        return try Attributions(
            values: values, baseValues: baseValues, fullValues: fullValues, evaluations: 1, converged: true,
            isExact: true
        ).checkedFinite()
    }

    /// A value as the model reads it: gblinear rounds to float32 and adds nothing for a missing value.
    private func read(_ value: Double) -> Double {
        guard model.arithmetic == .single else { return value }
        let single = Float(value)
        return single.isNaN ? 0 : Double(single)
    }

    /// The background's weighted mean of each column.
    func means(of background: Background) throws(ExplainError) -> [Double] {
        precondition(background.rows.columns == model.featureCount, "the background has the model's width")
        let rows = background.rows
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: rows.columns)
        for (row, weight) in background.weights.enumerated() where weight > 0 {
            for (column, value) in rows.row(row).enumerated() {
                let value = read(value)
                guard value.isFinite else { throw .model(.notFinite(row: row)) }
                sums[column].add(weight * value)
            }
        }
        return sums.map(\.value)
    }
}
