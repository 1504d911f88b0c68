#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Measures predictions against labels, with scikit-learn's definitions.
struct MetricScorer: Sendable {
    private let metric: ImportanceMetric
    private let labels: [Double]
    private let classes: [Int]
    /// The number of numbers a prediction has.
    private let outputs: Int
    /// The output that regression metrics and AUC look at.
    private let output: Int
    /// Where one output means the second of two classes: above 1/2 for a probability, above 0 for a margin.
    private let threshold: Double
    private let labelMean: Double
    private let labelSquares: Double

    /// Checks the labels.
    ///
    /// - Throws: ``ExplainError/unsuitableData(_:)`` that says which label or number does not fit the metric.
    init(
        metric: ImportanceMetric, labels: [Double], outputs: Int, output: Int, isProbability: Bool
    ) throws(ExplainError) {
        guard labels.count >= 2 else { throw .unsuitableData("importance needs at least two rows") }
        guard (0..<outputs).contains(output) else { throw .unsuitableData("the model has no output \(output)") }
        if let row = labels.firstIndex(where: { !$0.isFinite }) {
            throw .unsuitableData("the label of row \(row) is not a finite number")
        }
        if metric == .logLoss, !isProbability { throw .unsuitableData("log loss needs a model with probabilities") }
        self.metric = metric
        self.labels = labels
        self.outputs = outputs
        self.output = output
        threshold = isProbability ? 0.5 : 0
        let mean = Summation.mean(labels)
        labelMean = mean
        labelSquares = Summation.sum(labels.map { ($0 - mean) * ($0 - mean) })
        classes = metric.isClassification ? try Self.classes(labels, count: max(2, outputs)) : []
        if metric == .auc, Set(positives(classes)).count < 2 {
            throw .unsuitableData("the area under the curve needs rows of the class and rows of others")
        }
    }

    /// The metric's value for predictions of rows x outputs.
    func score(_ predictions: [Double]) -> Double {
        switch metric {
        case .r2: r2(predictions)
        case .rmse: meanLoss(predictions).squareRoot()
        case .mae, .logLoss: meanLoss(predictions)
        case .accuracy:
            Double(labels.indices.filter { isRight(predictions, $0, label: $0) }.count) / Double(labels.count)
        case .auc: areaUnderCurve(predictions)
        }
    }

    /// The loss of the prediction at position `row`, measured against the label of row `label`.
    func loss(_ predictions: [Double], _ row: Int, label: Int) -> Double {
        let error = labels[label] - predictions[row * outputs + output]
        switch metric {
        case .r2, .rmse: return error * error
        case .mae: return abs(error)
        case .accuracy, .auc: return isRight(predictions, row, label: label) ? 0 : 1
        case .logLoss: return -log(probability(predictions, row, of: classes[label]))
        }
    }

    private func meanLoss(_ predictions: [Double]) -> Double {
        Summation.sum(labels.indices.map { loss(predictions, $0, label: $0) }) / Double(labels.count)
    }

    /// 1 - squared error / variance; constant labels give 1 when met and 0 otherwise, as in scikit-learn.
    private func r2(_ predictions: [Double]) -> Double {
        let squares = Summation.sum(labels.indices.map { loss(predictions, $0, label: $0) })
        return labelSquares > 0 ? 1 - squares / labelSquares : squares > 0 ? 0 : 1
    }

    private func isRight(_ predictions: [Double], _ row: Int, label: Int) -> Bool {
        let start = row * outputs
        if outputs == 1 { return (predictions[start] > threshold ? 1 : 0) == classes[label] }
        var best = 0
        for output in 1..<outputs where predictions[start + output] > predictions[start + best] { best = output }
        return best == classes[label]
    }

    /// The probability of a class, kept off 0 and 1 by one rounding; several outputs are scaled to a sum of 1.
    private func probability(_ predictions: [Double], _ row: Int, of label: Int) -> Double {
        let start = row * outputs
        if outputs == 1 { return Self.clipped(label == 1 ? predictions[start] : 1 - predictions[start]) }
        let values = (0..<outputs).map { Self.clipped(predictions[start + $0]) }
        return values[label] / Summation.sum(values)
    }

    private static func clipped(_ probability: Double) -> Double {
        min(1 - Double.ulpOfOne, max(Double.ulpOfOne, probability))
    }

    /// The rank statistic of Mann and Whitney; equal scores count one half.
    private func areaUnderCurve(_ predictions: [Double]) -> Double {
        let scores = labels.indices.map { predictions[$0 * outputs + output] }
        let isPositive = positives(classes)
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var rankSum = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            let middleRank = Double(start + 1 + end) / 2
            for position in start..<end where isPositive[order[position]] { rankSum += middleRank }
            start = end
        }
        let positive = Double(isPositive.filter { $0 }.count)
        return (rankSum - positive * (positive + 1) / 2) / (positive * (Double(labels.count) - positive))
    }

    /// Whether each row is of the class that the output scores; a single output scores the second class.
    private func positives(_ classes: [Int]) -> [Bool] { classes.map { $0 == (outputs == 1 ? 1 : output) } }

    private static func classes(_ labels: [Double], count: Int) throws(ExplainError) -> [Int] {
        var classes: [Int] = []
        for (row, label) in labels.enumerated() {
            guard let value = Int(exactly: label), (0..<count).contains(value) else {
                throw .unsuitableData("the label of row \(row) is not a class number from 0 to \(count - 1)")
            }
            classes.append(value)
        }
        return classes
    }
}
