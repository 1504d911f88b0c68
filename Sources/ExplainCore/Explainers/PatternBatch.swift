/// Instances that are explained together, and their running sums over trees.
///
/// Trees are added in blocks of ``treesPerBlock`` of the ensemble's, each from zero, and the blocks' sums in their order.
// SAFETY: the buffers have the shapes given, live as long as the batch, and are its own.
@safe struct PatternBatch: ~Copyable {
    /// The trees of a block.
    static let treesPerBlock = 32

    /// The number of instances.
    let count: Int
    /// The number of columns.
    let width: Int
    /// The number of margins.
    let margins: Int
    /// The number of players.
    let players: Int
    /// The instances, 3 x columns x rows: missing values as they go to the left, as they go to the right, as they are.
    let rows: UnsafeMutablePointer<Float>
    /// The attributions of the block's trees, margins x (players and one more, for what belongs to nobody) x rows.
    let values: UnsafeMutablePointer<Double>
    /// What the block's trees add to the empty coalition's value, margins x rows.
    let bases: UnsafeMutablePointer<Double>
    /// What they add to the value of all players, margins x rows.
    let fulls: UnsafeMutablePointer<Double>
    /// The sums of the blocks so far, one an instance.
    private(set) var totals: [TreeSums]

    /// Takes rows of `instances` as `ensemble` reads them, and begins with sums of other trees.
    init(
        _ instances: Matrix, _ range: Range<Int>, _ totals: [TreeSums], _ ensemble: TreeEnsemble, players: Int
    ) {
        let margins = ensemble.marginCount
        precondition(totals.count == range.count, "every instance has sums")
        (count, width, self.margins, self.players) = (range.count, instances.columns, margins, players)
        self.totals = totals
        unsafe rows = .allocate(capacity: count * 3 * width)
        for (row, source) in range.enumerated() {
            for (column, own) in ensemble.read(instances.row(source)).enumerated() {
                let first = unsafe rows + column * count + row
                unsafe first.initialize(to: own.isNaN ? -.infinity : own)
                unsafe (first + width * count).initialize(to: own.isNaN ? .infinity : own)
                unsafe (first + 2 * width * count).initialize(to: own)
            }
        }
        unsafe values = .allocate(capacity: count * margins * (players + 1))
        unsafe values.initialize(repeating: 0, count: count * margins * (players + 1))
        unsafe bases = .allocate(capacity: count * margins)
        unsafe bases.initialize(repeating: 0, count: count * margins)
        unsafe fulls = .allocate(capacity: count * margins)
        unsafe fulls.initialize(repeating: 0, count: count * margins)
    }

    deinit {
        unsafe rows.deallocate()
        unsafe values.deallocate()
        unsafe bases.deallocate()
        unsafe fulls.deallocate()
    }

    /// Ends a block.
    mutating func endBlock() {
        for row in 0..<count {
            for margin in 0..<margins {
                let first = unsafe values + margin * (players + 1) * count + row
                // SAFETY: sums have the shapes of the buffers.
                for player in 0..<players {
                    unsafe totals[row].values[margin * players + player] += first[player * count]
                }
                unsafe totals[row].bases[margin] += bases[margin * count + row]
                unsafe totals[row].fulls[margin] += fulls[margin * count + row]
            }
        }
        unsafe values.update(repeating: 0, count: count * margins * (players + 1))
        unsafe bases.update(repeating: 0, count: count * margins)
        unsafe fulls.update(repeating: 0, count: count * margins)
    }
}
