extension Attributions {
    /// What an exact result is kept under.
    static let name = "attributions"

    /// The exact result that `context` has kept of an earlier attempt, or `compute`'s, which is kept from then on in place of
    /// the coalitions it came from.
    ///
    /// A task may explain many instances and be interrupted in a later one: a result takes little room, a table much.
    ///
    /// - Throws: what `compute` throws.
    static func resumed(
        players: Int, outputs: Int, hasInteractions: Bool, context: ComputeContext,
        compute: () throws(ExplainError) -> Attributions
    ) throws(ExplainError) -> Attributions {
        guard let keeper = context.keeper else { return try compute() }
        let numbers = keeper.kept(name)
        if let kept = Attributions(numbers, players: players, outputs: outputs, hasInteractions: hasInteractions) {
            let evaluations = kept.evaluations
            context.progress(Progress(done: evaluations, total: evaluations, resumed: evaluations))
            return kept
        }
        let result = try compute()
        keeper.drop(name)
        if keeper.keep(result.numbers, under: name, at: 0) { keeper.drop(CoalitionTable.name) }
        return result
    }

    /// An exact result as numbers: evaluations, base values, full values, values, interactions.
    private var numbers: [Double] {
        [Double(evaluations)] + baseValues + fullValues + values.storage + (interactions ?? []).flatMap(\.storage)
    }

    /// The exact result of these numbers; nil when they are not those of such a result.
    private init?(_ numbers: [Double], players: Int, outputs: Int, hasInteractions: Bool) {
        let (shared, own) = (2 * outputs, outputs * players)
        let pairs = hasInteractions ? own * players : 0
        guard numbers.count == 1 + shared + own + pairs, numbers.allSatisfy(\.isFinite),
            let evaluations = Int(exactly: numbers[0]), evaluations >= 0
        else { return nil }
        let values = 1 + shared
        let interactions = (0..<(hasInteractions ? outputs : 0)).map { output in
            let first = values + own + output * players * players
            return Matrix(
                rows: players, columns: players, storage: [Double](numbers[first..<(first + players * players)]))
        }
        self.init(
            values: Matrix(rows: outputs, columns: players, storage: [Double](numbers[values..<(values + own)])),
            interactions: hasInteractions ? interactions : nil, baseValues: [Double](numbers[1...outputs]),
            fullValues: [Double](numbers[(1 + outputs)..<values]), evaluations: evaluations, converged: true,
            isExact: true)
    }
}
