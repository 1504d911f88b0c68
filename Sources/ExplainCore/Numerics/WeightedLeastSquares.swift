/// Weighted linear regression of several targets on the same columns, from centred second moments.
///
/// The moments are gathered once; every subset of columns and every penalty is then solved without touching the rows.
/// Shapes: `columns` predictors, `targets` targets.
struct WeightedLeastSquares: Sendable {
    /// The number of predictor columns.
    let columns: Int
    /// The number of targets.
    let targets: Int
    /// The weighted mean of each column.
    let columnMeans: [Double]
    /// The weighted mean of each target.
    let targetMeans: [Double]
    /// sum_r w_r (x_r - mean)(x_r - mean)', columns x columns.
    let gram: Matrix
    /// sum_r w_r (x_r - mean)(y_r - mean), targets x columns.
    let cross: Matrix
    /// sum_r w_r (y_r - mean)^2 of each target.
    let targetSquares: [Double]

    /// Slopes and a free intercept.
    struct Fit: Sendable, Equatable {
        /// One slope for each of the chosen columns, in their order.
        var coefficients: [Double]
        /// The prediction where all chosen columns are 0.
        var intercept: Double
    }

    /// Gathers the moments of rows given one by one.
    ///
    /// `row` writes row number r into its buffer of `columns` elements; `y` holds rows x targets values.
    ///
    /// - Complexity: O(rows * columns * (columns + targets)).
    init(columns: Int, weights: [Double], y: Matrix, row: (Int, inout [Double]) -> Void) {
        precondition(weights.count == y.rows, "every row has a weight and its targets")
        let (columnMeans, targetMeans) = Self.means(columns: columns, weights: weights, y: y, row: row)
        var gram = [Double](repeating: 0, count: columns * columns)
        var cross = [Double](repeating: 0, count: y.columns * columns)
        var squares = [Double](repeating: 0, count: y.columns)
        var x = [Double](repeating: 0, count: columns)
        for index in 0..<y.rows {
            row(index, &x)
            for column in 0..<columns { x[column] -= columnMeans[column] }
            for column in 0..<columns {
                let scaled = weights[index] * x[column]
                let start = column * columns
                for other in 0...column { gram[start + other] += scaled * x[other] }
            }
            for target in 0..<y.columns {
                let centred = y[index, target] - targetMeans[target]
                let scaled = weights[index] * centred
                squares[target] += scaled * centred
                let start = target * columns
                for column in 0..<columns { cross[start + column] += scaled * x[column] }
            }
        }
        for column in 0..<columns {
            for other in 0..<column { gram[other * columns + column] = gram[column * columns + other] }
        }
        self.columns = columns
        targets = y.columns
        self.columnMeans = columnMeans
        self.targetMeans = targetMeans
        self.gram = Matrix(rows: columns, columns: columns, storage: gram)
        self.cross = Matrix(rows: y.columns, columns: columns, storage: cross)
        targetSquares = squares
    }

    /// Ridge regression of `target` on `chosen` columns with a free, unpenalised intercept.
    ///
    /// Minimises sum_r w_r (y_r - intercept - b x_r)^2 + penalty |b|^2. Without a penalty, dependent columns share their
    /// effect as the shortest solution does.
    ///
    /// - Complexity: O(chosen^3).
    func ridge(target: Int, chosen: [Int], penalty: Double) -> Fit {
        var system = Matrix(rows: chosen.count, columns: chosen.count)
        for (row, column) in chosen.enumerated() {
            for (position, other) in chosen.enumerated() { system[row, position] = gram[column, other] }
            system[row, row] += penalty
        }
        let rightHandSide = chosen.map { cross[target, $0] }
        let coefficients: [Double]
        if let factor = Cholesky(system, tolerance: 1e-12) {
            coefficients = factor.solve(rightHandSide)
        } else {
            coefficients = MinimumNorm(system).solve(rightHandSide)
        }
        var intercept = targetMeans[target]
        for (position, column) in chosen.enumerated() { intercept -= coefficients[position] * columnMeans[column] }
        return Fit(coefficients: coefficients, intercept: intercept)
    }

    /// Weighted means, taken from the first row on: a constant column has exactly its value, and is centred to 0.
    private static func means(
        columns: Int, weights: [Double], y: Matrix, row: (Int, inout [Double]) -> Void
    ) -> (columns: [Double], targets: [Double]) {
        var x = [Double](repeating: 0, count: columns)
        guard y.rows > 0 else { return (x, [Double](repeating: 0, count: y.columns)) }
        row(0, &x)
        let first = x
        var columnSums = [Double](repeating: 0, count: columns)
        var targetSums = [Double](repeating: 0, count: y.columns)
        for index in 0..<y.rows {
            row(index, &x)
            for column in 0..<columns { columnSums[column] += weights[index] * (x[column] - first[column]) }
            for target in 0..<y.columns { targetSums[target] += weights[index] * (y[index, target] - y[0, target]) }
        }
        let total = Summation.sum(weights)
        let scale = total > 0 ? 1 / total : 0
        return (
            (0..<columns).map { first[$0] + columnSums[$0] * scale },
            (0..<y.columns).map { y[0, $0] + targetSums[$0] * scale }
        )
    }
}
