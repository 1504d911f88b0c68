/// What a library does with the sum of the trees before the link.
struct OutputRule: Sendable, Equatable {
    /// The number that margins are divided by before the link: a random forest's rounds, where its trees are summed but its
    /// answers are means.
    var divisor = 1.0
    /// Whether the base margin is added to the sum of the trees, and not the trees to the base margin.
    var addsBaseLast = false

    /// Whether outputs are means of the trees.
    var isAverage: Bool { divisor != 1 }
}
