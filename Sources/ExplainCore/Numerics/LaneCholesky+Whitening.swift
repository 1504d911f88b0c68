extension LaneCholesky {
    /// For each vector c of `vectors` the length c' A^-1 c, which is |L^-1 c|^2.
    ///
    /// Shape: `vectors` holds order x `count` numbers, the elements of all vectors row after row.
    ///
    /// - Complexity: O(order^2 * count / 2) multiplications.
    func inverseLengths(_ vectors: [Double], count: Int) -> [Double] {
        precondition(vectors.count == factor.order * count, "every vector has an element a row")
        var result = [Double](repeating: 0, count: count)
        var columns = [SIMD4<Double>](repeating: .zero, count: 4 * factor.panels)
        for first in stride(from: 0, to: count, by: 4) {
            let used = min(4, count - first)
            for row in 0..<factor.order {
                var lanes = SIMD4<Double>.zero
                for lane in 0..<used { lanes[lane] = vectors[row * count + first + lane] }
                columns[row] = lanes
            }
            for row in factor.order..<columns.count { columns[row] = .zero }
            let lengths = whiten(&columns)
            for lane in 0..<used { result[first + lane] = lengths[lane] }
        }
        return result
    }

    /// Overwrites four vectors, one a lane, by L^-1 times them; their squared lengths.
    private func whiten(_ columns: inout [SIMD4<Double>]) -> SIMD4<Double> {
        var lengths = SIMD4<Double>.zero
        // SAFETY: the buffers are used inside the calls alone; `columns` has a vector for every row of every panel, of which
        // a panel's products read those above it.
        unsafe columns.withUnsafeMutableBufferPointer { columns in
            unsafe factor.lanes.withUnsafeBufferPointer { lanes in
                guard let columns = columns.baseAddress, let lanes = lanes.baseAddress else { return }
                for row in 0..<factor.panels {
                    let start = LaneMatrix.start(ofPanel: row)
                    var products = LaneTile()
                    unsafe products.addProducts(lanes + start, columns, count: 4 * row)
                    var tile = unsafe LaneTile(columns + 4 * row) - products.transposed
                    unsafe tile.divide(by: lanes + (start + 4 * row), reciprocals[row])
                    unsafe tile.write(to: columns + 4 * row)
                    lengths += tile.first * tile.first + tile.second * tile.second
                    lengths += tile.third * tile.third + tile.fourth * tile.fourth
                }
            }
        }
        return lengths
    }
}
