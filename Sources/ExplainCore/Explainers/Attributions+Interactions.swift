extension Attributions {
    /// The interactions of an output as they are handed on, times `sign`; nil where they were not asked for.
    ///
    /// Shape: players x players. Off the diagonal stands half of the pair's interaction index, as the pair has two places, on
    /// it the player's value less the rest of its row: rows sum to the values, the matrix to full value - base value (Lundberg
    /// et al. 2020, "From local explanations to global understanding with explainable AI for trees", equations 8 and 9).
    func interactionMatrix(of output: Int, sign: Double = 1) -> Matrix? {
        guard let indices = interactions?[output] else { return nil }
        var matrix = Matrix(rows: values.columns, columns: values.columns)
        for player in 0..<values.columns {
            var rest = 0.0
            for partner in 0..<values.columns where partner != player {
                let half = indices[player, partner] / 2
                rest += half
                matrix[player, partner] = 0 + sign * half
            }
            matrix[player, player] = 0 + sign * (values[output, player] - rest)
        }
        return matrix
    }
}
