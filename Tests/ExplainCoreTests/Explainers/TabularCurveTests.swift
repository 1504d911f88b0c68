import Testing

@testable import ExplainCore

@Suite struct TabularCurveTests {
    static let columns: [[Double]] = [
        (0..<1000).map { Double($0) }, (0..<1000).map { Double($0 * $0 * $0) }, (0..<40).map { 1e9 + Double($0) / 8 },
        (0..<1000).map { $0 == 999 ? 1e6 : Double($0 % 17) }, [1, 1, 1, 1, 1, 2, 3, 4, 5, 6],
        (0..<90).map { $0 % 3 == 0 ? .nan : Double($0) }, (0..<30).map { 1e300 * Double($0) },
        [0, 0x1p-1074, 0x1p-1073, 0x1p-1072, 1],
    ]

    /// Every cubic stays within the tolerance of the quantile function, between all its knots.
    @Test(arguments: columns.indices) func cubicsAreCloseToTheQuantiles(index: Int) throws {
        let values = Self.columns[index]
        let schema = try FeatureSchema([Feature(name: "a", isNullable: true)])
        let table = TabularTable(
            instance: [values[0]], schema: schema,
            background: try Background(Matrix(rows: values.count, columns: 1, storage: values)),
            players: .features(of: schema))
        var edges = [0.0]
        for share in table.shares { edges.append((edges.last ?? 0) + share) }
        let curve = TabularCurve(table.bins[...], edges: edges)
        var covered = 0
        for cell in 0..<TabularCurve.cells where curve.combinations[cell] >= 0 {
            covered += 1
            let number = Int(curve.combinations[cell])
            let bin = table.bins[number]
            let cubic = curve.coefficients[cell]
            for step in 0..<16 {
                let position = (Double(step) + 0.5) / 16
                let unit = (Double(cell) + position) / Double(TabularCurve.cells)
                let exact = bin.value(at: (unit - edges[number]) / (edges[number + 1] - edges[number]))
                let value = cubic.x + position * (cubic.y + position * (cubic.z + position * cubic.w))
                guard bin.isContinuous else {
                    #expect(value == exact || (value.isNaN && exact.isNaN))
                    continue
                }
                let bound = TabularCurve.tolerance * bin.deviation + 4 * abs(exact).ulp
                #expect(abs(bin.clamp(value) - exact) <= bound)
            }
        }
        #expect(covered > (index == 7 ? 0 : 50), "\(covered)")
    }
}
