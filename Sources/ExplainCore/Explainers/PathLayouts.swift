/// The layouts of an ensemble's trees, piece by piece.
struct PathLayouts: Sendable {
    /// Where each piece begins and ends among the trees.
    let pieces: [Range<Int>]
    /// The pieces' layouts as far as the bound of memory reaches; the others are made whenever they are needed.
    private let kept: [PathLayout?]
    /// The values of the slots that rows end in; nil: trees are walked.
    let leafTable: [Double]?
    /// The memory they take.
    let bytes: Int

    /// Lays out the trees of `method`'s ensemble.
    ///
    /// - Throws: ``ExplainError/unsuitableData(_:)`` without covers, and with covers that are negative or not finite;
    ///   ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    init(_ method: TreeSHAP, maximumBytes: Int, _ context: ComputeContext) throws(ExplainError) {
        let ensemble = method.ensemble
        try method.checkCovers()
        pieces = Self.divide(ensemble)
        var bytes = 0
        var kept: [PathLayout?] = []
        leafTable = ensemble.leafTable(maximumBytes: maximumBytes)
        // In float64 it is the ensemble's own.
        if let leafTable, ensemble.arithmetic == .single { bytes += leafTable.count * MemoryLayout<Double>.stride }
        for piece in pieces {
            // An estimate beforehand, so that no layout is made in vain.
            let nodes = ensemble.trees[piece].reduce(0) { $0 + $1.nodes.count }
            guard bytes + nodes * MemoryLayout<PathLayout.Split>.stride / 2 <= maximumBytes else {
                kept.append(nil)
                continue
            }
            let layout = try PathLayoutBuilder.layout(ensemble.trees[piece], of: method, context)
            let fits = bytes + layout.bytes <= maximumBytes
            if fits { bytes += layout.bytes }
            kept.append(fits ? layout : nil)
        }
        self.kept = kept
        self.bytes = bytes
    }

    /// The layout of a piece.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    func layout(
        _ piece: Int, of method: TreeSHAP, _ context: ComputeContext
    ) throws(ExplainError) -> PathLayout {
        if let layout = kept[piece] { return layout }
        return try PathLayoutBuilder.layout(method.ensemble.trees[pieces[piece]], of: method, context)
    }

    /// Consecutive trees with about as many nodes each: enough work for a thread, and few enough that their sums are small.
    private static func divide(_ ensemble: TreeEnsemble) -> [Range<Int>] {
        let size = max(fewestNodes, ensemble.nodes.count / mostPieces)
        var pieces: [Range<Int>] = []
        var (start, nodes) = (0, 0)
        for (index, tree) in ensemble.trees.enumerated() {
            nodes += tree.nodes.count
            guard nodes >= size || index + 1 == ensemble.trees.count else { continue }
            pieces.append(start..<(index + 1))
            (start, nodes) = (index + 1, 0)
        }
        return pieces
    }

    private static let fewestNodes = 1 << 16
    private static let mostPieces = 64
}
