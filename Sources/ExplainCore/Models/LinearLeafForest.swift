/// A sum of trees whose leaves are linear models of some columns (LightGBM's `linear_tree`).
///
/// A leaf answers constant + coefficients x values in file order; where any of the values is missing, the number that a leaf
/// without a model would have. It is no ``TreeEnsemble``: two rows in one leaf differ, so methods that read trees do not apply.
public struct LinearLeafForest: Model {
    /// One term of a leaf's model.
    private struct Term: Sendable {
        let feature: Int
        let coefficient: Double
    }

    /// A leaf with a model.
    private struct Leaf: Sendable {
        let constant: Double
        let terms: Range<Int>
    }

    /// The trees, which find the leaves; its values are those for missing inputs.
    let ensemble: TreeEnsemble
    /// The model of each row of the ensemble's leaf values; nil: the value itself.
    private var leaves: [Leaf?]
    private var terms: [Term] = []

    /// Joins the trees, laid out in `ensemble`, with the models of their leaves.
    ///
    /// - Throws: ``ModelFormatError`` when a leaf cannot be reached, or a number of its model is not finite.
    init(_ ensemble: TreeEnsemble, _ trees: ArraySlice<LightGBMTree>) throws(ModelFormatError) {
        self.ensemble = ensemble
        leaves = [Leaf?](repeating: nil, count: ensemble.leafValues.count)
        guard trees.reduce(0, { $0 + $1.leafValue.count }) == ensemble.leafValues.count else {
            throw LightGBMReader.error("Tree", "a leaf cannot be reached", remedy: LightGBMReader.saveAgain)
        }
        for (tree, place) in zip(trees, ensemble.trees) where tree.isLinear {
            var first = 0
            for leaf in tree.leafValue.indices {
                let node = place.nodes.lowerBound + tree.feature.count + leaf
                let start = terms.count
                let end = first + Int(tree.leafFeatureCounts[leaf])
                for index in first..<end {
                    terms.append(
                        Term(feature: Int(tree.leafFeatures[index]), coefficient: tree.leafCoefficients[index]))
                }
                first = end
                leaves[Int(ensemble.nodes.right[node])] = Leaf(
                    constant: tree.leafConstant[leaf], terms: start..<terms.count)
            }
        }
    }

    /// How margins become outputs.
    public var link: Link { ensemble.link }

    /// The number of input columns.
    public var featureCount: Int { ensemble.featureCount }

    /// The steps down the trees and the terms of the average leaf.
    public var operationsPerRow: Int {
        ensemble.operationsPerRow + 2 * terms.count * ensemble.trees.count / max(1, leaves.count)
    }

    /// Facts for the registration report.
    public var structure: ModelStructure { ensemble.structure }

    /// The number of output columns in `space`; nil where the link does not offer it.
    public func outputCount(in space: OutputSpace) -> Int? { ensemble.outputCount(in: space) }

    /// Predicts a batch.
    ///
    /// - Complexity: O(rows x trees x (depth + terms of a leaf)).
    /// - Throws: ``ModelError`` when the space is not offered, or a prediction is not finite.
    public func predict(
        _ rows: Span<Double>, space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) throws(ModelError) {
        let width = try outputWidth(rows, outputs.count, space)
        var margins = [Double](repeating: 0, count: ensemble.marginCount)
        let rule = ensemble.output
        for row in 0..<(rows.count / featureCount) {
            let codes = ensemble.coded(rows, row..<(row + 1)) ?? []
            let values = rows.extracting((row * featureCount)..<((row + 1) * featureCount))
            for margin in margins.indices { margins[margin] = 0 }
            for tree in ensemble.trees {
                let leaf = ensemble.leaf(from: tree.nodes.lowerBound, codes.span, 0)
                margins[tree.output ?? 0] += value(Int(ensemble.nodes.right[leaf]), values)
            }
            if space != .margin, rule.isAverage {
                for margin in margins.indices { margins[margin] /= rule.divisor }
            }
            var span = margins.mutableSpan
            link.write(&span, span.indices, space: space, into: &outputs, at: row * width)
        }
        try requireFinite(outputs, width: width)
    }

    /// What a leaf answers.
    private func value(_ number: Int, _ values: Span<Double>) -> Double {
        guard let leaf = leaves[number] else { return ensemble.leafValues[number] }
        var sum = leaf.constant
        for term in terms[leaf.terms] {
            let value = values[term.feature]
            if value.isNaN { return ensemble.leafValues[number] }
            sum += term.coefficient * (value.magnitude <= LightGBMReader.largestZero ? 0 : value)
        }
        return sum
    }
}
