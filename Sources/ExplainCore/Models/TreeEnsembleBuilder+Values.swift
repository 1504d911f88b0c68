extension TreeEnsembleBuilder {
    /// The values of a node: its own when it is a leaf, zeros for an inner node, which no row ends in.
    func values(ofSlot node: Int) -> ArraySlice<Double> {
        guard nodes.left[node] < 0, !leafValues.isEmpty else {
            return [Double](repeating: 0, count: leafWidth)[...]
        }
        let start = Int(nodes.right[node]) * leafWidth
        return leafValues[start..<(start + leafWidth)]
    }
}
