extension TreeEnsembleBuilder {
    /// The values of nodes, `leafWidth` numbers each: a leaf's own, and zeros for an inner node, which no row ends in.
    func values(of slots: [Int32]) -> [Double] {
        var values = [Double](repeating: 0, count: slots.count * leafWidth)
        if leafValues.isEmpty { return values }
        let (left, right) = (nodes.left.span, nodes.right.span)
        var span = values.mutableSpan
        for slot in slots.indices {
            let node = Int(slots[slot])
            guard left[node] < 0 else { continue }
            let start = Int(right[node]) * leafWidth
            for index in 0..<leafWidth { span[slot * leafWidth + index] = leafValues[start + index] }
        }
        return values
    }
}
