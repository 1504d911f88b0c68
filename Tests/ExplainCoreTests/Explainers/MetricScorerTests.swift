import Testing

@testable import ExplainCore

/// Expected values from scikit-learn 1.7's formulas, worked by hand where they are short.
@Suite struct MetricScorerTests {
    private func score(
        _ metric: ImportanceMetric, _ labels: [Double], _ predictions: [Double], outputs: Int = 1, output: Int = 0,
        isProbability: Bool = true
    ) throws -> Double {
        try MetricScorer(
            metric: metric, labels: labels, outputs: outputs, output: output, isProbability: isProbability
        ).score(predictions)
    }

    @Test func regression() throws {
        #expect(abs(try score(.r2, [3, -0.5, 2, 7], [2.5, 0, 2, 8]) - 0.9486081370449679) < 1e-15)
        #expect(try score(.rmse, [0, 0], [3, -3]) == 3)
        #expect(try score(.mae, [3, -0.5, 2, 7], [2.5, 0, 2, 8]) == 0.5)
        #expect(try score(.r2, [1, 1], [1, 1]) == 1)
        #expect(try score(.r2, [1, 1], [1, 2]) == 0)
        #expect(try score(.mae, [1, 2], [9, 1, 9, 3], outputs: 2, output: 1) == 0.5)
    }

    @Test func accuracy() throws {
        #expect(try score(.accuracy, [0, 1, 1, 0], [0.2, 0.7, 0.5, 0.6]) == 0.5)
        #expect(try score(.accuracy, [0, 1], [-0.2, 0.2], isProbability: false) == 1)
        #expect(try score(.accuracy, [2, 0], [0.1, 0.2, 0.7, 0.4, 0.4, 0.2], outputs: 3) == 1)
    }

    @Test func logLoss() throws {
        let single = try score(.logLoss, [1, 0, 0, 1], [0.9, 0.1, 0.2, 0.65])
        #expect(abs(single - 0.21616187468057912) < 1e-15)
        let double = try score(.logLoss, [1, 0, 0, 1], [0.1, 0.9, 0.9, 0.1, 0.8, 0.2, 0.35, 0.65], outputs: 2)
        #expect(abs(double - 0.21616187468057912) < 1e-15)
        #expect(abs(try score(.logLoss, [1, 0], [0, 0]) - 36.04365338911715 / 2) < 1e-12)
        #expect(throws: ExplainError.self) { try score(.logLoss, [1, 0], [0, 0], isProbability: false) }
    }

    @Test func areaUnderCurve() throws {
        #expect(try score(.auc, [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) == 0.75)
        #expect(try score(.auc, [0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5]) == 0.5)
        #expect(try score(.auc, [2, 0, 1], [0, 0, 0.9, 0, 0, 0.1, 0, 0, 0.2], outputs: 3, output: 2) == 1)
    }
}
