extension TreeEnsembleBuilder {
    /// The values of nodes, `leafWidth` numbers each: a leaf's own, and zeros for an inner node, which no row ends in.
    func values(of slots: [Int]) -> [Double] {
        var values = [Double](repeating: 0, count: slots.count * leafWidth)
        for (slot, node) in slots.enumerated() where nodes.left[node] < 0 && !leafValues.isEmpty {
            let start = Int(nodes.right[node]) * leafWidth
            for index in 0..<leafWidth { values[slot * leafWidth + index] = leafValues[start + index] }
        }
        return values
    }
}
