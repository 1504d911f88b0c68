/// Makes the tree ensemble of an XGBoost file.
struct XGBoostForest {
    let model: TreeEnsemble
    private(set) var notes: [String] = []

    /// Checks the trees and lays out those of the chosen iterations.
    ///
    /// - Throws: ``ModelFormatError`` when a count lies, a tree is not one, or the iterations are not there.
    init(
        _ document: XGBoostDocument, _ header: XGBoostHeader, iterations: Range<Int>?, observer: LoadObserver? = nil
    ) throws(ModelFormatError) {
        guard let trees = document.trees else { throw Self.error("trees", "the trees are missing") }
        let margins = header.baseMargins.count
        let leafWidth = try Self.leafWidth(of: trees, margins: margins)
        try Self.checkCounts(document, trees.count, margins: margins, leafWidth: leafWidth)
        let rounds = try XGBoostRounds(document, treesPerSet: leafWidth > 1 ? 1 : margins)
        let chosen = try rounds.choose(iterations)
        if let note = chosen.note { notes.append(note) }
        var builder = TreeEnsembleBuilder(featureCount: header.featureCount, leafWidth: leafWidth)
        builder.reserveCapacity(nodes: chosen.trees.reduce(0) { $0 + trees[$1].left.count })
        for index in trees.indices {
            observer?(LoadProgress(.building, index, of: trees.count))
            let weight = document.treeWeights.map { $0[index] } ?? 1
            let source = try XGBoostTreeSource(trees[index], leafWidth: leafWidth, weight: weight, "trees[\(index)]")
                .tree
            guard chosen.trees.contains(index) else { continue }
            do throws(TreeDefect) {
                try builder.append(source, output: leafWidth > 1 ? nil : document.treeOutputs[index])
            } catch {
                throw Self.error("trees[\(index)]", error.reason)
            }
        }
        let structure = ModelStructure(
            format: document.format, kind: "tree ensemble", objective: header.objective,
            facts: builder.facts(margins: margins))
        model = TreeEnsemble(
            builder, baseMargins: header.baseMargins.map { Double($0) }, arithmetic: .single, link: header.link,
            structure: structure)
    }

    /// The number of values of a leaf: 1, or all margins.
    private static func leafWidth(of trees: [XGBoostTree], margins: Int) throws(ModelFormatError) -> Int {
        var width: Int?
        for index in trees.indices {
            guard let declared = StrictNumber.count(trees[index].leafWidth ?? "1") else {
                throw widthError(index, "no whole number")
            }
            let own = max(1, declared)
            guard own == 1 || own == margins else {
                throw widthError(index, "leaves of \(own) values in a model of \(margins) outputs")
            }
            guard width == nil || width == own else { throw widthError(index, "leaves of different widths") }
            width = own
        }
        return width ?? 1
    }

    private static func widthError(_ tree: Int, _ reason: String) -> ModelFormatError {
        error("trees[\(tree)].tree_param.size_leaf_vector", reason)
    }

    private static func checkCounts(
        _ document: XGBoostDocument, _ count: Int, margins: Int, leafWidth: Int
    ) throws(ModelFormatError) {
        if let declared = document.declaredTreeCount, StrictNumber.count(declared) != count {
            throw error("gbtree_model_param.num_trees", "\(declared.prefix(64)) is declared, \(count) trees are there")
        }
        guard document.treeOutputs.count == count else {
            throw error("tree_info", "\(document.treeOutputs.count) entries for \(count) trees")
        }
        let outputs = leafWidth > 1 ? 1 : margins
        if let output = document.treeOutputs.first(where: { $0 < 0 || $0 >= outputs }) {
            throw error("tree_info", "output \(output) of \(outputs)")
        }
        guard document.boosterName != "dart" || document.treeWeights != nil else {
            throw error("weight_drop", "a dart booster without the weights of its trees")
        }
        guard let weights = document.treeWeights else { return }
        guard weights.count == count, weights.allSatisfy(\.isFinite) else {
            throw error("weight_drop", "not one finite number a tree")
        }
    }

    static func error(_ place: String, _ reason: String) -> ModelFormatError {
        ModelFormatError(
            format: XGBoostReader.format, place: "learner.gradient_booster.model." + place, reason: reason)
    }
}
