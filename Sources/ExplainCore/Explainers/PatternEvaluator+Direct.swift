extension PatternEvaluator {
    /// Adds a tree without tables for all instances of a batch.
    ///
    /// - Complexity: O(rows x nodes) an instance at worst.
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    mutating func add(
        _ position: Int, to batch: borrowing PatternBatch, _ context: ComputeContext
    ) throws(ExplainError) {
        let tree = forest.trees[position]
        for row in 0..<batch.count {
            decide(tree, batch, row)
            let bases = try meet(tree, context)
            for (position, output) in tree.outputs.enumerated() {
                place(tree, position)
                addUp(tree, batch, output, row)
                // SAFETY: there is a base value for every instance and margin.
                unsafe batch.bases[output * batch.count + row] += bases[position]
            }
            addFulls(tree, batch, row)
        }
    }

    /// Computes the rows of all cells, and returns the base values.
    private mutating func meet(_ tree: PatternTree, _ context: ComputeContext) throws(ExplainError) -> [Double] {
        let (pairs, outputs) = (tree.maximumPairs, tree.outputs.count)
        // SAFETY: there are as many decisions as inner slots, and rows for all cells.
        unsafe rows.update(repeating: SIMD2(), count: tree.cells.count * pairs * outputs)
        let decisions = unsafe self.decisions
        walk.start(tree) { place in unsafe decisions[place] != 0 }
        var bases = [Double](repeating: 0, count: outputs)
        while let leaf = walk.next() {
            try context.look()
            let values = forest.values(tree, ofLeaf: leaf.number, method.ensemble)
            walk.addBases(leaf, values, to: &bases)
            shares.meet(leaf, walk)
            let first = tree.cell(ofLeaf: leaf.number) * outputs
            for (position, value) in values.enumerated() {
                let row = unsafe UnsafeMutableRawPointer(rows + (first + position) * pairs)
                    .assumingMemoryBound(to: Double.self)
                for bit in 0..<leaf.count { unsafe row[bit] += shares.numbers[bit] * value }
            }
        }
        return bases
    }

    /// Names the computed rows of an output as those of the cells.
    private func place(_ tree: PatternTree, _ output: Int) {
        let (pairs, outputs) = (tree.maximumPairs, tree.outputs.count)
        for number in 0..<tree.cells.count {
            // SAFETY: as in `meet`; singles follow bottoms among slots as among cells.
            unsafe sources[tree.upperCount + number] = UnsafePointer(rows + (number * outputs + output) * pairs)
        }
    }
}
