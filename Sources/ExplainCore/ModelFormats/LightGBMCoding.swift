/// How the trees of a LightGBM file read their columns, so that its rules become those of ``TreeNodes``.
///
/// A node that reads missing values as zero sends them where zero goes, which is a default side; only a zero that does not go
/// where its value says needs more: it is read as missing in all of the column's nodes. Where nodes of a column contradict
/// each other in that, or test it both as a number and as a category (as after continued training with other settings), the
/// column is cut into cells in which no node changes its mind, and every node becomes a set of cells.
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
        var thresholds: [Double] = []
        var isCategorical = false
        /// Some node sends zero to the other side than its value.
        var zeroIsMissing = false
        /// Some node sends missing values to the other side than zero, and zero by its value.
        var zeroIsValue = false
        var nodes = 0

        var isMixed: Bool { (isCategorical && !thresholds.isEmpty) || (zeroIsMissing && zeroIsValue) }
    }

    /// The most cells of all nodes of a column that is tested in different ways.
    private static let maximumCells = 1 << 26

    private(set) var coding: InputCoding
    /// The cuts of columns that are tested in different ways.
    private var cells: [Int: [Double]] = [:]
    /// The numbers of columns in which missing values take a side of their own, in which zero does, and in which neither.
    private(set) var counts = (missing: 0, zero: 0, none: 0)

    /// Collects what `trees`, which are checked, need.
    ///
    /// - Throws: ``ModelFormatError`` when a column is beyond its limits.
    init(_ trees: [LightGBMTree], featureCount: Int) throws(ModelFormatError) {
        coding = InputCoding(columnCount: featureCount, largestZero: LightGBMReader.largestZero)
        var needs = [Needs](repeating: Needs(), count: featureCount)
        for tree in trees {
            for node in tree.feature.indices { Self.collect(tree, node, &needs[Int(tree.feature[node])]) }
        }
        var mixed: Set<Int> = []
        for (column, need) in needs.enumerated() where need.nodes > 0 {
            if need.zeroIsMissing { counts.zero += 1 } else { counts.none += need.zeroIsValue ? 0 : 1 }
            if need.zeroIsValue { counts.missing += 1 }
            if need.isMixed {
                mixed.insert(column)
            } else if need.isCategorical {
                coding.set(column, .categories)
            } else {
                try setCuts(column, need.thresholds, zeroIsMissing: need.zeroIsMissing)
            }
        }
        if !mixed.isEmpty { try setCells(mixed, needs, trees) }
    }

    private static func collect(_ tree: LightGBMTree, _ node: Int, _ need: inout Needs) {
        need.nodes += 1
        if tree.isCategorical(node) {
            need.isCategorical = true
            return
        }
        need.thresholds.append(tree.threshold[node])
        guard tree.isDefaultLeft(node) != tree.sendsZeroLeft(node) else { return }
        switch tree.missing(node) {
        case .none: break
        case .zero: need.zeroIsMissing = true
        case .nan: need.zeroIsValue = true
        }
    }

    private mutating func setCuts(
        _ column: Int, _ thresholds: [Double], zeroIsMissing: Bool
    ) throws(ModelFormatError) {
        let cuts = Self.ascending(thresholds)
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
        _ columns: Set<Int>, _ needs: [Needs], _ trees: [LightGBMTree]
    ) throws(ModelFormatError) {
        var cuts: [Int: [Double]] = [:]
        // Whatever is as small as zero has a cell to itself, or several in which only zero is met.
        let zero = [(-LightGBMReader.largestZero).nextDown, LightGBMReader.largestZero]
        for column in columns { cuts[column] = needs[column].thresholds + zero }
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
        for (index, word) in words.enumerated() {
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
    /// What inner node `node` of `tree` becomes.
    func split(_ tree: LightGBMTree, _ node: Int) -> Split {
        let column = Int(tree.feature[node])
        if let cuts = cells[column] { return cellSplit(tree, node, cuts) }
        if tree.isCategorical(node) {
            // Members go to the left, all others and missing values to the right: with the sides changed that is our rule.
            return Split(isDefaultLeft: true, right: tree.categories(node), isSwapped: true)
        }
        let isDefaultLeft = tree.missing(node) == .none ? tree.sendsZeroLeft(node) : tree.isDefaultLeft(node)
        let rank = coding.code(cut: tree.threshold[node], column)
        return Split(threshold: rank + 1, isDefaultLeft: isDefaultLeft)
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
        guard value > -1, value < Double(CategorySets.codeLimit) else { return false }
        let (words, code) = (categories(node), Int(value))
        return code / 32 < words.count && words[words.startIndex + code / 32] >> UInt32(code % 32) & 1 == 1
    }
}
