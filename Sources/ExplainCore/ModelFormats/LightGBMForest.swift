/// Makes the model of a LightGBM file.
struct LightGBMForest {
    let model: any Model
    private(set) var notes: [String] = []

    /// Checks the trees and lays out those of the chosen rounds.
    ///
    /// - Throws: ``ModelFormatError`` when a tree is not one, or the rounds are not there.
    init(
        _ document: LightGBMDocument, _ header: LightGBMHeader, iterations: Range<Int>?, observer: LoadObserver? = nil
    ) throws(ModelFormatError) {
        for (index, tree) in document.trees.enumerated() {
            try LightGBMTreeCheck(tree: tree, index: index, featureCount: header.featureCount).check()
        }
        let rounds = try Self.rounds(iterations, of: header)
        if rounds.count < header.rounds { notes.append("Iterations \(rounds) of \(header.rounds) are used.") }
        let first = rounds.lowerBound * header.margins
        let trees = document.trees[first..<(rounds.upperBound * header.margins)]
        let coding = try LightGBMCoding(trees, featureCount: header.featureCount)
        var builder = TreeEnsembleBuilder(featureCount: header.featureCount, leafWidth: 1)
        builder.reserveCapacity(nodes: trees.reduce(0) { $0 + $1.feature.count + $1.leafValue.count })
        for (index, tree) in zip(trees.indices, trees) {
            observer?(LoadProgress(.building, index - first, of: trees.count))
            do throws(TreeDefect) {
                let source = LightGBMTreeSource(tree, coding, index: index - first)
                try builder.append(source.tree, output: index % header.margins)
            } catch {
                throw LightGBMReader.error("Tree=\(index)", error.reason, remedy: LightGBMReader.saveAgain)
            }
        }
        let isLinear = trees.contains { $0.isLinear }
        let ensemble = Self.ensemble(document, header, builder, coding, rounds: rounds.count, isLinear: isLinear)
        if document.averagesOutput, rounds.count > 1 {
            notes.append("A margin is the sum of \(rounds.count) iterations, as raw_score is; outputs are their mean.")
        }
        if isLinear {
            notes.append("The leaves are linear models: methods that read trees do not apply.")
            model = try LinearLeafForest(ensemble, trees)
        } else {
            model = ensemble
        }
    }

    private static func ensemble(
        _ document: LightGBMDocument, _ header: LightGBMHeader, _ builder: TreeEnsembleBuilder,
        _ coding: LightGBMCoding, rounds: Int, isLinear: Bool
    ) -> TreeEnsemble {
        let counts = [
            ModelStructure.Fact(name: "features where missing takes a side of its own", value: coding.counts.missing),
            ModelStructure.Fact(name: "features where zero is missing", value: coding.counts.zero),
            ModelStructure.Fact(name: "features where missing goes with zero", value: coding.counts.none),
        ]
        let structure = ModelStructure(
            format: "lightgbm-text", kind: isLinear ? "tree ensemble with linear leaves" : "tree ensemble",
            objective: document.header["objective"], facts: builder.facts(margins: header.margins) + counts)
        return TreeEnsemble(
            builder, baseMargins: [Double](repeating: 0, count: header.margins), arithmetic: .double,
            link: header.objective.link, structure: structure, coding: coding.coding,
            output: OutputRule(divisor: document.averagesOutput ? Double(max(1, rounds)) : 1))
    }

    /// The chosen rounds; all when nothing is chosen.
    private static func rounds(
        _ iterations: Range<Int>?, of header: LightGBMHeader
    ) throws(ModelFormatError) -> Range<Int> {
        guard let iterations else { return 0..<header.rounds }
        guard iterations.lowerBound >= 0, iterations.upperBound <= header.rounds else {
            let reason = "iterations \(iterations.lowerBound)..<\(iterations.upperBound) of \(header.rounds)"
            throw LightGBMReader.error("", reason)
        }
        return iterations
    }
}
