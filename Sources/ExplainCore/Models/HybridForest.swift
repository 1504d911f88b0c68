/// Hybrid rows of a tree ensemble, put together in the columns that its trees look at.
///
/// The instance and the background are reduced to bins and columns once; a tile of hybrid rows is then copied together, with
/// no number to convert and no bin to search.
struct HybridForest: HybridPredictor {
    let ensemble: TreeEnsemble
    let space: OutputSpace
    /// The binned forest's columns.
    let bins: HybridColumns<Int8>
    /// The packed forest's columns, where some tree needs them.
    let floats: HybridColumns<Float>?

    /// Prepares `background`, row after row, and `instance`; nil where a tree is walked, or the space is not offered.
    init?(_ ensemble: TreeEnsemble, instance: [Double], background: [Double], space: OutputSpace) {
        let kernel = ensemble.kernel
        guard ensemble.outputCount(in: space) != nil, kernel.entries.allSatisfy({ $0.packed != nil }) else {
            return nil
        }
        precondition(instance.count == ensemble.featureCount, "a row has a value for every feature")
        self.ensemble = ensemble
        self.space = space
        let all = background + instance
        let rows = ensemble.coded(all.span, 0..<(all.count / instance.count)) ?? all
        bins = kernel.binned.hybridColumns(rows, featureCount: instance.count, ensemble.categories)
        let needsFloats = kernel.needsColumns || kernel.binned.trees.isEmpty
        floats =
            needsFloats ? kernel.packed.hybridColumns(rows, featureCount: instance.count, ensemble.categories) : nil
    }

    func predict(_ pieces: [HybridPiece], into outputs: inout MutableSpan<Double>) throws(ModelError) {
        guard let width = ensemble.outputCount(in: space) else { throw .spaceNotOffered(space) }
        let rows = pieces.reduce(0) { $0 + $1.count }
        precondition(outputs.count == rows * width, "outputs must hold one result for every row")
        switch ensemble.kernel.values {
        case .single(let values):
            var block = block(rows, ensemble.baseMargins.map { Float($0) })
            block.predict(pieces, self, values, width, into: &outputs)
        case .double(let values):
            var block = block(rows, ensemble.baseMargins)
            block.predict(pieces, self, values, width, into: &outputs)
        }
        try ensemble.requireFinite(outputs, width: width)
    }

    private func block<Scalar>(_ rows: Int, _ bases: [Scalar]) -> ForestBlock<Scalar> {
        ForestBlock(ensemble, bases: bases, rows: rows, usesTiles: !ensemble.kernel.binned.trees.isEmpty)
    }
}
