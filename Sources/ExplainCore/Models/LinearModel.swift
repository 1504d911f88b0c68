/// A linear model: margin[k] = intercept[k] + sum_f weight[k][f] x[f], then a link.
public struct LinearModel: Model {
    /// The number of input columns.
    public let featureCount: Int

    /// The weights, margin after margin: `marginCount` x `featureCount`.
    public let weights: [Double]

    /// One intercept a margin.
    public let intercepts: [Double]

    /// How margins become outputs.
    public let link: Link

    /// The precision of sums and products; `.single` also skips missing values, as XGBoost's gblinear does.
    public let arithmetic: Arithmetic

    /// In `.single` arithmetic inputs are read as float32, and larger ones would be infinite.
    public var largestInput: Double {
        arithmetic == .single ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
    }

    /// In `.single` arithmetic inputs are read as float32.
    public func reading(_ input: Double) -> Double { arithmetic == .single ? Double(Float(input)) : input }

    /// Facts for the registration report.
    public let structure: ModelStructure

    /// Creates a model; `weights` holds `intercepts.count` x `featureCount` finite numbers.
    ///
    /// In `.single` arithmetic every weight and intercept must be a float32 value.
    public init(
        featureCount: Int, weights: [Double], intercepts: [Double], link: Link, arithmetic: Arithmetic,
        structure: ModelStructure
    ) {
        precondition(featureCount > 0 && !intercepts.isEmpty, "a linear model has inputs and outputs")
        precondition(weights.count == intercepts.count * featureCount, "there is a weight for every input and output")
        self.featureCount = featureCount
        self.weights = weights
        self.intercepts = intercepts
        self.link = link
        self.arithmetic = arithmetic
        self.structure = structure
    }

    /// The number of margins a row has.
    public var marginCount: Int { intercepts.count }

    /// Two steps a weight.
    public var operationsPerRow: Int { 2 * weights.count }

    /// The number of output columns in `space`; nil where the link does not offer it.
    public func outputCount(in space: OutputSpace) -> Int? { link.outputCount(margins: marginCount, in: space) }

    /// Predicts a batch.
    ///
    /// - Throws: ``ModelError`` when the space is not offered, or a prediction is not finite (a missing value in a
    ///   `.double` model makes it so).
    public func predict(
        _ rows: Span<Double>, space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) throws(ModelError) {
        let width = try outputWidth(rows, outputs.count, space)
        switch arithmetic {
        case .single:
            var margins = [Float](repeating: 0, count: marginCount)
            var span = margins.mutableSpan
            for row in 0..<(rows.count / featureCount) {
                addSingle(rows, row, &span)
                link.write(&span, 0..<marginCount, space: space, into: &outputs, at: row * width)
            }
        case .double:
            var margins = [Double](repeating: 0, count: marginCount)
            var span = margins.mutableSpan
            for row in 0..<(rows.count / featureCount) {
                addDouble(rows, row, &span)
                link.write(&span, 0..<marginCount, space: space, into: &outputs, at: row * width)
            }
        }
        try requireFinite(outputs, width: width)
    }

    private func addSingle(_ rows: Span<Double>, _ row: Int, _ margins: inout MutableSpan<Float>) {
        let start = row * featureCount
        let weights = weights.span
        for margin in margins.indices {
            var sum = Float(intercepts[margin])
            for feature in 0..<featureCount {
                let value = Float(rows[start + feature])
                if value.isNaN { continue }
                sum += value * Float(weights[margin * featureCount + feature])
            }
            margins[margin] = sum
        }
    }

    private func addDouble(_ rows: Span<Double>, _ row: Int, _ margins: inout MutableSpan<Double>) {
        let start = row * featureCount
        let weights = weights.span
        for margin in margins.indices {
            var sum = intercepts[margin]
            for feature in 0..<featureCount {
                sum += rows[start + feature] * weights[margin * featureCount + feature]
            }
            margins[margin] = sum
        }
    }
}
