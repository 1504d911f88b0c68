/// The players with a coefficient along the path of the lasso, from second moments.
///
/// From no coefficient at all the penalty is lowered; at each step a player comes, or one whose coefficient is back at 0
/// leaves (``LeastAngles``). The path is that of scikit-learn's `lars_path(method="lasso")`, which lime calls.
struct LassoPath: Sendable {
    /// The players with a coefficient after each step, ascending.
    private(set) var points: [[Int]] = []

    /// The most steps, as in scikit-learn.
    static let mostSteps = 500
    /// The share of the first penalty at which the path ends: the precision of single numbers, as scikit-learn has it for the
    /// penalty itself.
    private static let smallestShare = 0x1p-23
    /// How much a penalty may rise by rounding; where it rises more, the moments are too close to singular to lead on.
    private static let slack = 1 + 0x1p-40

    /// Follows the path of the regression whose players have the moments `gram`, players x players, and `cross` with the
    /// target.
    ///
    /// - Complexity: O(players * active players) a step, 500 steps at most.
    /// - Throws: what `checkpoint` throws, which is looked at once a step.
    init(gram: Matrix, cross: [Double], checkpoint: Checkpoint = .never) throws(ExplainError) {
        precondition(gram.rows == gram.columns && cross.count == gram.rows, "the moments are those of the same players")
        var place = LeastAngles(gram: gram, correlations: cross)
        var last = Double.infinity
        let end = Self.smallestShare * cross.reduce(0) { max($0, abs($1)) }
        while points.count < Self.mostSteps {
            try checkpoint.look()
            guard let next = place.next, next.correlation > end, next.correlation <= last * Self.slack else { return }
            last = next.correlation
            guard place.step(next) else { return }
            points.append(place.active.sorted())
        }
    }

    /// The players of the last point with at most `limit` of them; nil where the path has no such point.
    func players(limit: Int) -> [Int]? { points.last { $0.count <= limit } }
}
