/// Running sums of what the cubes of leaves give to players.
protocol CubeSums: Sendable {
    /// Adds the cube of `leaf` of `tree`, for a background row of this weight.
    mutating func add(_ cube: Cube, leaf: Int, of tree: TreeEnsemble.Tree, weight: Double)

    /// Adds other sums of the same shape.
    mutating func add(_ other: Self)
}
