extension TreeEnsemble {
    /// Predicts a batch.
    ///
    /// - Complexity: O(rows x trees x depth).
    /// - Throws: ``ModelError`` when the space is not offered, or a prediction is not finite.
    public func predict(
        _ rows: Span<Double>, space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) throws(ModelError) {
        let width = try outputWidth(rows, outputs.count, space)
        switch kernel.values {
        case .single(let values):
            addBlocks(rows, values.span, baseMargins.map { Float($0) }, space, into: &outputs)
        case .double(let values):
            addBlocks(rows, values.span, baseMargins, space, into: &outputs)
        }
        try requireFinite(outputs, width: width)
    }

    private func addBlocks<Scalar: MarginScalar>(
        _ rows: Span<Double>, _ values: Span<Scalar>, _ bases: [Scalar], _ space: OutputSpace,
        into outputs: inout MutableSpan<Double>
    ) {
        let rowCount = rows.count / featureCount
        let blockRows = min(kernel.rowsPerBlock, (rowCount + 7) / 8 * 8)
        let width = outputs.count / max(1, rowCount)
        var columns = [Float](repeating: 0, count: blockRows * kernel.packed.width)
        var leaves = [Int32](repeating: 0, count: blockRows)
        var margins = [Scalar](repeating: 0, count: blockRows * marginCount)
        for start in stride(from: 0, to: rowCount, by: max(1, blockRows)) {
            let range = start..<min(start + blockRows, rowCount)
            var span = columns.mutableSpan
            kernel.packed.expand(rows, range, featureCount: featureCount, into: &span)
            for index in margins.indices { margins[index] = bases[index % marginCount] }
            var margin = margins.mutableSpan
            for entry in kernel.entries {
                find(entry, rows, range, columns.span, &leaves)
                add(entry, leaves.span, values, count: range.count, to: &margin)
            }
            for row in 0..<range.count {
                let place = (row * marginCount)..<((row + 1) * marginCount)
                link.write(&margin, place, space: space, into: &outputs, at: (start + row) * width)
            }
        }
    }

    /// Finds the leaf of each row of a block in one tree.
    private func find(
        _ entry: ForestKernel.Entry, _ rows: Span<Double>, _ range: Range<Int>, _ columns: Span<Float>,
        _ leaves: inout [Int32]
    ) {
        switch entry.traversal {
        case .packed(let index):
            var span = leaves.mutableSpan
            kernel.packed.traverse(index, columns, rows: range.count, into: &span)
        case .walk(let root):
            for (position, row) in range.enumerated() {
                var node = root
                while nodes.left[node] >= 0 {
                    node = child(of: node, for: Float(rows[row * featureCount + Int(nodes.feature[node])]))
                }
                leaves[position] = Int32(node - root)
            }
        }
    }

    /// Adds the leaf values of one tree to the margins of a block.
    private func add<Scalar: MarginScalar>(
        _ entry: ForestKernel.Entry, _ leaves: Span<Int32>, _ values: Span<Scalar>, count: Int,
        to margins: inout MutableSpan<Scalar>
    ) {
        if let output = entry.output {
            for row in 0..<count {
                margins[row * marginCount + output] += values[entry.firstSlot + Int(leaves[row])]
            }
        } else {
            for row in 0..<count {
                let slot = (entry.firstSlot + Int(leaves[row])) * leafWidth
                for index in 0..<leafWidth { margins[row * marginCount + index] += values[slot + index] }
            }
        }
    }
}
