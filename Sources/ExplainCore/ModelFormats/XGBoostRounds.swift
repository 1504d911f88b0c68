/// The boosting rounds of an XGBoost file and the choice among them.
struct XGBoostRounds {
    /// The trees that take part, and what to tell the user about it.
    struct Choice {
        let trees: Range<Int>
        let note: String?
    }

    /// The first tree of each round, and the number of trees; nil when the file leaves it open.
    private let starts: [Int]?
    private let treeCount: Int
    private let bestIteration: Int?

    /// Checks the rounds; a round grows `treesPerSet` trees for each parallel tree.
    ///
    /// - Throws: ``ModelFormatError`` when the list of rounds does not fit the trees.
    init(_ document: XGBoostDocument, treesPerSet: Int) throws(ModelFormatError) {
        treeCount = document.trees?.count ?? 0
        bestIteration = document.attributes["best_iteration"].flatMap { StrictNumber.count($0) }
        let parallel = StrictNumber.count(document.parallelTreeCount ?? "1")
        guard let parallel, parallel > 0 || treeCount == 0 else {
            throw XGBoostForest.error("gbtree_model_param.num_parallel_tree", "no whole number from 1 on")
        }
        if let given = document.iterationStarts {
            guard given.first == 0, given.last == treeCount, zip(given, given.dropFirst()).allSatisfy(<=) else {
                throw XGBoostForest.error("iteration_indptr", "it does not ascend from 0 to the number of trees")
            }
            starts = given
            return
        }
        let (perRound, overflow) = parallel.multipliedReportingOverflow(by: treesPerSet)
        let divides = !overflow && perRound > 0 && treeCount % perRound == 0
        starts = divides ? Array(stride(from: 0, through: treeCount, by: perRound)) : nil
    }

    /// The trees of `iterations`, or of the rounds up to the best one when it is nil.
    ///
    /// - Throws: ``ModelFormatError`` when there are no such rounds.
    func choose(_ iterations: Range<Int>?) throws(ModelFormatError) -> Choice {
        let all = 0..<treeCount
        if let iterations {
            guard let starts, iterations.upperBound < starts.count, iterations.lowerBound >= 0 else {
                let rounds = starts.map { "\($0.count - 1)" } ?? "an unknown number of"
                let reason = "iterations \(iterations.lowerBound)..<\(iterations.upperBound) of \(rounds)"
                throw XGBoostForest.error("iteration_indptr", reason)
            }
            let trees = starts[iterations.lowerBound]..<starts[iterations.upperBound]
            return Choice(trees: trees, note: "Iterations \(iterations) of \(starts.count - 1) are used.")
        }
        guard let bestIteration else { return Choice(trees: all, note: nil) }
        guard let starts, bestIteration < starts.count - 1 else {
            return Choice(
                trees: all, note: "The best iteration \(bestIteration) is not in the file; all trees are used.")
        }
        let trees = 0..<starts[bestIteration + 1]
        if trees == all { return Choice(trees: all, note: nil) }
        let note =
            "The best iteration is \(bestIteration): iterations 0..<\(bestIteration + 1) of \(starts.count - 1) are used."
        return Choice(trees: trees, note: note)
    }
}
