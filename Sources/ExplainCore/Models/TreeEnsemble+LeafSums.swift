extension TreeEnsemble {
    /// The leaf values in float64, slot after slot of the trees laid out for prediction; nil where that layout has rounded
    /// them, and where the table would take more than `maximumBytes`.
    func leafTable(maximumBytes: Int) -> [Double]? {
        switch kernel.values {
        case .double(let values): return values
        case .single(let values):
            guard values.count <= maximumBytes / MemoryLayout<Double>.stride else { return nil }
            guard leafValues.allSatisfy({ Double(Float($0)) == $0 }) else { return nil }
            return values.map { Double($0) }
        }
    }

    /// For each row the sum of the values of the leaves it ends in, tree after tree in float64, without the base margins.
    ///
    /// Shapes: `rows` is row-major with `featureCount` columns; the result holds rows x margins. The table is that of
    /// ``leafTable(maximumBytes:)``; without it the same sums take longer.
    func leafSums(_ rows: Span<Double>, table: [Double]?) -> [Double] {
        let count = rows.count / featureCount
        var sums = [Double](repeating: 0, count: count * marginCount)
        if let table {
            writeLeafSums(rows, table, into: &sums)
            return sums
        }
        if let coded = coded(rows, 0..<count) {
            walkLeafSums(coded.span, into: &sums)
        } else {
            walkLeafSums(rows, into: &sums)
        }
        return sums
    }

    /// Adds the values of the leaves that rows, which are coded, end in.
    private func walkLeafSums(_ rows: Span<Double>, into sums: inout [Double]) {
        for row in 0..<(rows.count / featureCount) {
            for tree in trees {
                let slot = Int(nodes.right[leaf(from: tree.nodes.lowerBound, rows, row)]) * leafWidth
                for offset in 0..<leafWidth {
                    sums[row * marginCount + (tree.output ?? offset)] += leafValues[slot + offset]
                }
            }
        }
    }
}
