/// Makes the tree ensemble of a CatBoost file.
struct CatBoostForest {
    let model: TreeEnsemble

    /// The most splits of an oblivious tree, as in CatBoost itself: a tree has 2^splits leaves.
    static let maximumSplits = 16

    /// Checks the trees, which are taken out of `document`, and lays them out.
    ///
    /// - Throws: ``ModelFormatError`` when a tree is not one, or asks what is not supported.
    init(
        _ document: inout CatBoostDocument, _ columns: CatBoostColumns, observer: LoadObserver? = nil
    ) throws(ModelFormatError) {
        guard var trees = document.trees, !trees.isEmpty else {
            throw CatBoostReader.error("oblivious_trees", "there are no trees", remedy: CatBoostReader.saveAgain)
        }
        let margins = try Self.margins(document, trees[0])
        let biases = document.biases ?? [Double](repeating: 0, count: margins)
        guard biases.count == margins else {
            throw CatBoostReader.error("scale_and_bias", "\(biases.count) biases for \(margins) outputs")
        }
        var builder = TreeEnsembleBuilder(featureCount: columns.count, leafWidth: margins)
        builder.reserveCapacity(nodes: trees.reduce(0) { $0 + $1.nodeCount(margins: margins) })
        var splits = CatBoostSplits(columns, trees)
        let (key, format) = (Self.key(of: trees[0]), CatBoostTreeSource.Format(margins: margins, scale: document.scale))
        document.trees = nil
        for index in trees.indices {
            // A tree of a large file makes room for what it becomes.
            let tree = trees[index]
            trees[index] = .nested([])
            observer?(LoadProgress(.building, index, of: trees.count))
            let place = "\(key)[\(index)]"
            let source = try CatBoostTreeSource(tree, format, &splits, &builder, place)
            do throws(TreeDefect) {
                try builder.append(source.tree, output: margins == 1 ? 0 : nil)
            } catch {
                throw CatBoostReader.error(place, error.reason, remedy: CatBoostReader.saveAgain)
            }
        }
        model = TreeEnsemble(
            builder, baseMargins: biases, arithmetic: .double, link: CatBoostObjective.link(of: document.loss),
            structure: ModelStructure(
                format: "catboost-json", kind: "tree ensemble", objective: document.loss,
                facts: builder.facts(margins: margins)),
            coding: splits.coding, output: OutputRule(addsBaseLast: true))
    }

    private static func key(of tree: CatBoostDocument.Tree) -> String {
        if case .nested = tree { return "trees" }
        return "oblivious_trees"
    }

    /// The number of values of a leaf, by the first tree.
    private static func margins(
        _ document: CatBoostDocument, _ tree: CatBoostDocument.Tree
    ) throws(ModelFormatError) -> Int {
        var margins = 0
        switch tree {
        case .oblivious(let splits, let values, _):
            // A tree that is too deep is refused with its place.
            guard splits.count <= maximumSplits else { return 1 }
            guard values.count % (1 << splits.count) == 0 else {
                let reason = "\(values.count) values for \(1 << splits.count) leaves"
                throw CatBoostReader.error("\(key(of: tree))[0].leaf_values", reason, remedy: CatBoostReader.saveAgain)
            }
            margins = values.count >> splits.count
        case .nested(let nodes): margins = nodes.lazy.compactMap { $0.values?.count }.first ?? 0
        }
        guard 1...ModelFileLimits.maximumMargins ~= margins else {
            throw CatBoostReader.error("\(key(of: tree))[0]", "the leaves have no values, or too many")
        }
        return margins
    }
}
