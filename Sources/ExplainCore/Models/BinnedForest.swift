/// Shallow trees for evaluation of 64 rows at a time, a byte a row.
///
/// - The thresholds of a feature divide its values into bins; a row is reduced to its bin in each feature, one byte, and a
///   node becomes a comparison of bytes. Up to 255 thresholds make a column, more are spread over several.
/// - Trees are padded to perfect ones, and every node is evaluated for every row: no row depends on where another one went.
/// - A category set makes a column of its own: the lowest bin or the highest.
/// - A missing value is the lowest bin in the column of nodes that send it left, the highest in that of the others.
struct BinnedForest: Sendable {
    /// The deepest tree that is worth evaluating in full: 63 nodes.
    static let maximumDepth = 6
    /// The most thresholds that bytes can tell apart.
    static let cutsPerChunk = 255

    /// Goes to the right where the row's byte in `column` exceeds `bin`.
    struct Node: Sendable {
        var column: UInt16
        var bin: Int8
    }

    /// A perfect tree of 2^depth - 1 nodes in heap order: the children of i are 2i + 1 and 2i + 2.
    struct Tree: Sendable {
        let start: Int
        let depth: Int
    }

    /// Some thresholds of one feature; they make two columns, for missing values to the left and to the right.
    struct Chunk: Sendable {
        let feature: Int
        /// The position of `feature` among those with thresholds.
        let key: Int
        /// Where its thresholds lie in `cuts`: a perfect search tree of keys in heap order, padded with infinities.
        let start: Int
        /// The levels of the search tree.
        let levels: Int
        /// The number of thresholds and padding, 2^levels - 1.
        var cutCount: Int { (1 << levels) - 1 }
    }

    private(set) var nodes: [Node] = []
    private(set) var trees: [Tree] = []
    private(set) var chunks: [Chunk] = []
    /// The features that have thresholds.
    private(set) var features: [Int] = []
    private(set) var cuts: [Int32] = []

    /// The categorical columns; they follow those of the chunks.
    private(set) var categoryColumns: [SplitColumn] = []

    /// The distinct thresholds of each feature up to the last one used, ascending; empty once the trees are laid out.
    private var thresholds: [[Float]] = []

    /// The first chunk of each of those features; empty once the trees are laid out.
    private var firstChunks: [Int] = []

    /// The column of each category set; empty once the trees are laid out.
    private var categoryPositions: [SplitColumn: Int] = [:]

    /// The number of bytes a row is reduced to.
    var width: Int { 2 * chunks.count + categoryColumns.count }

    /// Prepares for `candidates`; ``isWorthwhile`` says whether they are to be appended.
    init(_ candidates: [TreeEnsemble.Tree], of source: TreeNodes) {
        for tree in candidates {
            for node in tree.nodes where source.left[node] >= 0 {
                let feature = Int(source.feature[node])
                while thresholds.count <= feature { thresholds.append([]) }
                guard source.isCategorical(node) else {
                    thresholds[feature].append(source.threshold[node])
                    continue
                }
                let column = SplitColumn(node, of: source)
                if categoryPositions[column] == nil {
                    categoryPositions[column] = categoryColumns.count
                    categoryColumns.append(column)
                }
            }
        }
        for feature in thresholds.indices {
            firstChunks.append(chunks.count)
            if thresholds[feature].isEmpty { continue }
            let ascending = Self.ascending(thresholds[feature])
            thresholds[feature] = ascending
            features.append(feature)
            for start in stride(from: 0, to: ascending.count, by: Self.cutsPerChunk) {
                append(ascending[start..<min(start + Self.cutsPerChunk, ascending.count)], of: feature)
            }
        }
        let isCheap = chunks.count + categoryColumns.count / 4 <= candidates.count
        isWorthwhile = width > 0 && isCheap && width < Int(UInt16.max)
        if isWorthwhile { nodes.reserveCapacity(candidates.reduce(0) { $0 + (1 << $1.depth) }) }
    }

    /// Whether evaluation saves more than the reduction of rows to bins costs: a chunk costs about as
    /// much as a tree, a category set a quarter of one.
    private(set) var isWorthwhile = false

    /// Appends one of the candidates and returns its number, and the node that each of its 2^depth leaf slots stands for.
    mutating func append(_ tree: TreeEnsemble.Tree, of source: TreeNodes) -> (index: Int, slots: [Int32]) {
        let start = nodes.count
        let (left, right) = (source.left.span, source.right.span)
        var level = [Int32(tree.nodes.lowerBound)]
        for _ in 0..<tree.depth {
            var next: [Int32] = []
            next.reserveCapacity(2 * level.count)
            for node in level {
                let isLeaf = left[Int(node)] < 0
                nodes.append(isLeaf ? Node(column: 0, bin: .max) : packed(Int(node), of: source))
                next.append(isLeaf ? node : left[Int(node)])
                next.append(isLeaf ? node : right[Int(node)])
            }
            level = next
        }
        trees.append(Tree(start: start, depth: tree.depth))
        return (trees.count - 1, level)
    }

    /// Forgets what only appending needs.
    mutating func finish() {
        thresholds = []
        firstChunks = []
        categoryPositions = [:]
    }

    private mutating func append(_ part: ArraySlice<Float>, of feature: Int) {
        var levels = 1
        while (1 << levels) - 1 < part.count { levels += 1 }
        chunks.append(Chunk(feature: feature, key: features.count - 1, start: cuts.count, levels: levels))
        for level in 0..<levels {
            for position in 0..<(1 << level) {
                let rank = ((2 * position + 1) << (levels - 1 - level)) - 1
                cuts.append(Self.key(rank < part.count ? part[part.startIndex + rank] : .infinity))
            }
        }
    }

    private func packed(_ node: Int, of source: TreeNodes) -> Node {
        if source.isCategorical(node) {
            let position = categoryPositions[SplitColumn(node, of: source)] ?? 0
            return Node(column: UInt16(2 * chunks.count + position), bin: 0)
        }
        let feature = Int(source.feature[node])
        let position = Self.position(of: source.threshold[node], in: thresholds[feature])
        let chunk = firstChunks[feature] + position / Self.cutsPerChunk
        let column = 2 * chunk + (source.defaultLeft[node] ? 0 : 1)
        return Node(column: UInt16(column), bin: Int8(position % Self.cutsPerChunk - 128))
    }

    /// The distinct values in ascending order.
    private static func ascending(_ values: [Float]) -> [Float] {
        var result: [Float] = []
        for value in values.sorted() where result.last != value { result.append(value) }
        return result
    }

    /// The position of `value`, which is there, among ascending values.
    private static func position(of value: Float, in values: [Float]) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
