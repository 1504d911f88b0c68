/// Makes the tree ensemble of a plain JSON file.
struct PlainForest {
    /// scikit-learn rounds inputs to float32 and compares them with float64 thresholds.
    static let comparison = "float32(x) <= threshold(float64)"

    let model: TreeEnsemble

    /// Checks the trees and lays them out; each is multiplied by its weight.
    ///
    /// - Throws: ``ModelFormatError`` when a tree is not one, or its arrays disagree.
    init(_ document: PlainDocument) throws(ModelFormatError) {
        try PlainReader.checkKeys(document, ["d", "K", "compare", "link", "base", "trees"])
        guard let features = document.featureCount, 1...ModelFileLimits.maximumFeatures ~= features else {
            throw PlainReader.error("d", "no number of features from 1 to \(ModelFileLimits.maximumFeatures)")
        }
        guard let margins = document.marginCount, 1...ModelFileLimits.maximumMargins ~= margins else {
            throw PlainReader.error("K", "no number of outputs from 1 to \(ModelFileLimits.maximumMargins)")
        }
        guard document.comparison == Self.comparison else {
            throw PlainReader.error("compare", "not \"\(Self.comparison)\"")
        }
        guard (document.baseMargins?.count ?? margins) == margins else {
            throw PlainReader.error("base", "not one number for each of \(margins) outputs")
        }
        var builder = TreeEnsembleBuilder(featureCount: features, leafWidth: margins)
        for (index, tree) in document.trees.enumerated() {
            let place = "trees[\(index)]"
            let source = try Self.source(tree, margins: margins, place)
            do throws(TreeDefect) {
                try builder.append(source, output: margins == 1 ? 0 : nil)
            } catch {
                throw PlainReader.error(place, error.reason)
            }
        }
        let facts = builder.facts(margins: margins)
        model = TreeEnsemble(
            builder, baseMargins: document.baseMargins ?? [Double](repeating: 0, count: margins), arithmetic: .double,
            link: try PlainReader.link(document.link, "link", absent: .identity),
            structure: ModelStructure(format: "plain-json", kind: "tree ensemble", facts: facts))
    }

    private static func source(
        _ tree: PlainDocument.Tree, margins: Int, _ place: String
    ) throws(ModelFormatError) -> TreeDescription {
        let count = tree.left.count
        let lengths = [
            ("right", tree.right.count), ("feature", tree.feature.count), ("threshold", tree.threshold.count),
            ("value", tree.valueRows),
        ]
        for (name, length) in lengths where length != count {
            throw PlainReader.error("\(place).\(name)", "\(length) entries for \(count) nodes")
        }
        guard tree.cover.isEmpty || tree.cover.count == count else {
            throw PlainReader.error("\(place).cover", "\(tree.cover.count) entries for \(count) nodes")
        }
        let (needed, overflow) = count.multipliedReportingOverflow(by: margins)
        guard !overflow, tree.values.count == needed else {
            throw PlainReader.error("\(place).value", "\(tree.values.count) numbers for \(count) nodes of \(margins)")
        }
        return TreeDescription(
            left: try indexes(tree.left, "\(place).left"), right: try indexes(tree.right, "\(place).right"),
            feature: try indexes(tree.feature, "\(place).feature"), threshold: tree.threshold.map(strictThreshold),
            defaultLeft: [Bool](repeating: false, count: count), values: tree.values.map { $0 * tree.weight },
            cover: tree.cover)
    }

    private static func indexes(_ values: [Int], _ place: String) throws(ModelFormatError) -> [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(values.count)
        for value in values {
            guard value >= -2, let small = Int32(exactly: value) else {
                throw PlainReader.error(place, "index \(value)")
            }
            result.append(small)
        }
        return result
    }

    /// The float32 t' with x <= t exactly when x < t', for every float32 x.
    ///
    /// x <= t is x <= the largest float32 not above t, and that is x < the float32 after it.
    static func strictThreshold(_ threshold: Double) -> Float {
        let nearest = Float(threshold)
        let below = Double(nearest) <= threshold ? nearest : nearest.nextDown
        return below.nextUp
    }
}
