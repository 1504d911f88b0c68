/// How the trees of a LightGBM file read their columns, so that its rules become those of ``TreeNodes``.
///
/// A node that reads missing values as zero sends them where zero goes, which is a default side; only a zero that does not go
/// where its value says needs more: it is read as missing in all of the column's nodes. Where nodes of a column contradict
/// each other in that, or test it both as a number and as a category (as after continued training with other settings), the
/// column is cut into cells in which no node changes its mind, and every node becomes a set of cells. So is a column with
/// codes beyond those that float32 can count to.
struct LightGBMCoding {
    /// What a node becomes.
    struct Split {
        var threshold: Float = 0
        var isDefaultLeft: Bool
        /// The codes that go to the right; nil where the threshold decides.
        var right: ArraySlice<UInt32>?
        /// Whether left and right change places.
        var isSwapped = false
    }

    /// What the nodes of a column need.
    private struct Needs {
        var isNumerical = false
        var isCategorical = false
        /// Some node sends zero to the other side than its value.
        var zeroIsMissing = false
        /// Some node sends missing values to the other side than zero, and zero by its value.
        var zeroIsValue = false
        var nodes = 0
        /// Some set has codes that float32 cannot count to.
        var isWide = false

        var isMixed: Bool { (isCategorical && isNumerical) || (zeroIsMissing && zeroIsValue) || isWide }
    }

    /// The most cells of all nodes of a column that is tested in different ways.
    private static let maximumCells = 1 << 26

    private(set) var coding: InputCoding
    /// The cuts of columns that are tested in different ways.
    private var cells: [Int: [Double]] = [:]
    /// The position of each node's threshold among its column's, tree after tree.
    private var ranks: [Int32] = []
    /// Where each tree's nodes begin among the ranks.
    private var firstNodes: [Int] = []
    /// The numbers of columns in which missing values take a side of their own, in which zero does, and in which neither.
    private(set) var counts = (missing: 0, zero: 0, none: 0)

    /// Collects what `trees`, which are checked, need.
    ///
    /// - Throws: ``ModelFormatError`` when a column is beyond its limits.
    init(_ trees: ArraySlice<LightGBMTree>, featureCount: Int) throws(ModelFormatError) {
        coding = InputCoding(columnCount: featureCount, largestZero: LightGBMReader.largestZero)
        var needs = [Needs](repeating: Needs(), count: featureCount)
        var thresholds = LightGBMThresholds()
        ranks.reserveCapacity(trees.reduce(0) { $0 + $1.feature.count })
        firstNodes.reserveCapacity(trees.count)
        for tree in trees {
            firstNodes.append(ranks.count)
            var span = needs.mutableSpan
            Self.collect(tree, &span, &thresholds, &ranks)
        }
        var cuts = [[Double]](repeating: [], count: featureCount)
        for (value, column) in zip(thresholds.values, thresholds.columns) { cuts[Int(column)].append(value) }
        for column in cuts.indices { cuts[column].sort() }
        try setColumns(needs, cuts, trees)
        let places = thresholds.values.indices.map { number in
            Int32(coding.code(cut: thresholds.values[number], Int(thresholds.columns[number])))
        }
        for node in ranks.indices where ranks[node] >= 0 { ranks[node] = places[Int(ranks[node])] }
    }

    /// Notes what the nodes of a tree need, and appends the number of each threshold, -1 where there is none.
    private static func collect(
        _ tree: LightGBMTree, _ needs: inout MutableSpan<Needs>, _ thresholds: inout LightGBMThresholds,
        _ numbers: inout [Int32]
    ) {
        let (decisions, features, values) = (tree.decision.span, tree.feature.span, tree.threshold.span)
        for node in features.indices {
            let (column, decision) = (Int(features[node]), decisions[node])
            needs[column].nodes += 1
            if decision & LightGBMTree.categoricalBit != 0 {
                needs[column].isCategorical = true
                if tree.categories(node).count * 32 > CategorySets.codeLimit { needs[column].isWide = true }
                numbers.append(-1)
                continue
            }
            needs[column].isNumerical = true
            numbers.append(thresholds.number(of: values[node], in: features[node]))
            guard (decision & LightGBMTree.defaultLeftBit != 0) != (0 <= values[node]) else { continue }
            switch tree.missing(node) {
            case .none: break
            case .zero: needs[column].zeroIsMissing = true
            case .nan: needs[column].zeroIsValue = true
            }
        }
    }

    /// Says how each column is read.
    private mutating func setColumns(
        _ needs: [Needs], _ cuts: [[Double]], _ trees: ArraySlice<LightGBMTree>
    ) throws(ModelFormatError) {
        var mixed: Set<Int> = []
        for (column, need) in needs.enumerated() where need.nodes > 0 {
            if need.zeroIsMissing { counts.zero += 1 } else { counts.none += need.zeroIsValue ? 0 : 1 }
            if need.zeroIsValue { counts.missing += 1 }
            if need.isMixed {
                mixed.insert(column)
            } else if need.isCategorical {
                coding.set(column, .categories)
            } else {
                try setCuts(column, cuts[column], zeroIsMissing: need.zeroIsMissing)
            }
        }
        if !mixed.isEmpty { try setCells(mixed, needs, cuts, trees) }
    }

    private mutating func setCuts(
        _ column: Int, _ cuts: [Double], zeroIsMissing: Bool
    ) throws(ModelFormatError) {
        guard cuts.count < InputCoding.maximumCuts else {
            throw LightGBMReader.error("feature \(column)", "more than \(InputCoding.maximumCuts) thresholds")
        }
        coding.setCuts(column, cuts, zeroIsMissing: zeroIsMissing)
    }

    /// The distinct numbers in ascending order, with one zero.
    private static func ascending(_ numbers: [Double]) -> [Double] {
        var result: [Double] = []
        for number in numbers.sorted() where result.last != number { result.append(number) }
        return result
    }

    /// Cuts columns where any of their nodes may change its mind.
    private mutating func setCells(
        _ columns: Set<Int>, _ needs: [Needs], _ thresholds: [[Double]], _ trees: ArraySlice<LightGBMTree>
    ) throws(ModelFormatError) {
        var cuts: [Int: [Double]] = [:]
        // Whatever is as small as zero has a cell to itself, or several in which only zero is met.
        let zero = [(-LightGBMReader.largestZero).nextDown, LightGBMReader.largestZero]
        for column in columns { cuts[column] = thresholds[column] + zero }
        for tree in trees {
            for node in tree.feature.indices where tree.isCategorical(node) {
                let column = Int(tree.feature[node])
                guard columns.contains(column) else { continue }
                Self.appendBounds(tree.categories(node), to: &cuts[column, default: []])
                guard cuts[column, default: []].count <= Self.maximumCells else { throw Self.tooMixed(column) }
            }
        }
        for column in columns.sorted() {
            let own = Self.ascending(cuts[column] ?? [])
            let (total, overflow) = needs[column].nodes.multipliedReportingOverflow(by: own.count)
            guard !overflow, total <= Self.maximumCells, own.count < CategorySets.codeLimit else {
                throw Self.tooMixed(column)
            }
            cells[column] = own
            coding.setCuts(column, own, zeroIsMissing: false)
        }
    }

    /// The numbers before and at the end of each run of codes.
    private static func appendBounds(_ words: ArraySlice<UInt32>, to cuts: inout [Double]) {
        var isInside = false
        for (index, word) in words.enumerated() where word != (isInside ? .max : 0) {
            for bit in 0..<32 where (word >> UInt32(bit) & 1 == 1) != isInside {
                isInside.toggle()
                let code = Double(32 * index + bit)
                // What is truncated to 0 begins after -1.
                cuts.append(code == 0 ? -1 : code.nextDown)
            }
        }
        if isInside { cuts.append(Double(32 * words.count).nextDown) }
    }

    private static func tooMixed(_ column: Int) -> ModelFormatError {
        LightGBMReader.error(
            "feature \(column)", "its nodes test it in different ways that have too much in common to be told apart",
            remedy: "train again with one setting of categorical_feature and zero_as_missing")
    }
}

extension LightGBMCoding {
    /// The positions of the thresholds of tree `index` among their columns', node by node; nil where some node has none, or a
    /// column is tested in different ways.
    func ranks(_ index: Int, _ tree: LightGBMTree) -> ArraySlice<Int32>? {
        guard cells.isEmpty, tree.categoricalCount == 0 else { return nil }
        return ranks[firstNodes[index]..<(firstNodes[index] + tree.feature.count)]
    }

    /// What inner node `node` of `tree` becomes.
    func split(_ tree: LightGBMTree, _ node: Int) -> Split {
        let column = Int(tree.feature[node])
        if let cuts = cells[column] { return cellSplit(tree, node, cuts) }
        if tree.isCategorical(node) {
            // Members go to the left, all others and missing values to the right: with the sides changed that is our rule.
            return Split(isDefaultLeft: true, right: tree.categories(node), isSwapped: true)
        }
        let rank = coding.code(cut: tree.threshold[node], column)
        return Split(threshold: rank + 1, isDefaultLeft: tree.sendsMissingLeft(node))
    }

    private func cellSplit(_ tree: LightGBMTree, _ node: Int, _ cuts: [Double]) -> Split {
        var words = [UInt32](repeating: 0, count: cuts.count / 32 + 1)
        for cell in 0...cuts.count {
            // A cell reaches up to its cut.
            let value = cell < cuts.count ? cuts[cell] : .greatestFiniteMagnitude
            if !tree.sendsLeft(value, node) { words[cell / 32] |= 1 << UInt32(cell % 32) }
        }
        return Split(isDefaultLeft: tree.sendsLeft(.nan, node), right: words[...])
    }
}

extension LightGBMTree {
    /// Whether `value` goes to the left of inner node `node`: LightGBM's own rule.
    func sendsLeft(_ value: Double, _ node: Int) -> Bool {
        isCategorical(node) ? holds(value, node) : isNotAbove(value, node)
    }

    private func isNotAbove(_ value: Double, _ node: Int) -> Bool {
        let missing = missing(node)
        if value.isNaN, missing == .nan { return isDefaultLeft(node) }
        let number = value.isNaN || value.magnitude <= LightGBMReader.largestZero ? 0 : value
        if missing == .zero, number == 0 { return isDefaultLeft(node) }
        return number <= threshold[node]
    }

    /// Whether the set of categorical `node` holds the whole number towards zero of `value`.
    private func holds(_ value: Double, _ node: Int) -> Bool {
        guard value > -1, value < Double(Int32.max) + 1 else { return false }
        let (set, code) = (Int(threshold[node]), Int(value))
        let word = Int(categoryBounds[set]) + code / 32
        return word < Int(categoryBounds[set + 1]) && categoryWords[word] >> UInt32(code % 32) & 1 == 1
    }
}
