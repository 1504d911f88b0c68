/// The trees of a tree operator in one form, whatever the version they were written in.
struct ONNXForest: Sendable {
    /// What a node asks of its value x; the true branch is taken when it holds.
    enum Mode: UInt8, Sendable {
        /// x <= t.
        case lessOrEqual = 0
        /// x < t.
        case less = 1
        /// x >= t.
        case greaterOrEqual = 2
        /// x > t.
        case greater = 3
        /// x == t.
        case equal = 4
        /// x != t.
        case notEqual = 5
        /// The node is a leaf.
        case leaf = 255

        /// The mode by its name; nil for one that does not exist.
        init?(name: String) {
            switch name {
            case "BRANCH_LEQ": self = .lessOrEqual
            case "BRANCH_LT": self = .less
            case "BRANCH_GTE": self = .greaterOrEqual
            case "BRANCH_GT": self = .greater
            case "BRANCH_EQ": self = .equal
            case "BRANCH_NEQ": self = .notEqual
            case "LEAF": self = .leaf
            default: return nil
            }
        }
    }

    /// How the values of the trees become one.
    enum Aggregate: String, Sendable {
        case average = "AVERAGE"
        case sum = "SUM"
        case minimum = "MIN"
        case maximum = "MAX"
    }

    /// A value that a leaf adds to a target.
    struct Weight: Sendable {
        let target: Int
        let value: Double
    }

    /// The nodes of all trees; of a leaf, `whenTrue` and `whenFalse` have no meaning.
    var mode: [Mode] = []
    var feature: [Int] = []
    var threshold: [Double] = []
    var missingIsTrue: [Bool] = []
    var whenTrue: [Int] = []
    var whenFalse: [Int] = []
    /// The weights of each leaf, as a range of `weights`.
    var leafWeights: [Range<Int>] = []
    var weights: [Weight] = []
    var roots: [Int] = []
    /// The depth of each tree.
    private(set) var depths: [Int] = []
    /// The nodes that each root reaches, in the order of a walk that takes the true branch first.
    private(set) var reached: [[Int]] = []

    var targets = 1
    /// One number a target, added after the trees; empty for none.
    var base: [Double] = []
    var aggregate = Aggregate.sum
    /// Whether values are compared and added in float64.
    var isDouble = false

    /// The number of columns that the trees look at: the highest and all before it.
    private(set) var columns = 0
    /// The steps of a row.
    private(set) var operations = 0

    /// Walks every tree and looks at what it reaches; `name` says which node of the file one is.
    ///
    /// - Throws: ``ModelFormatError`` when a tree is none, or holds a number it must not.
    mutating func check(_ node: ONNXNode, _ name: (Int) -> String) throws(ModelFormatError) {
        var visited = [Bool](repeating: false, count: mode.count)
        for root in roots {
            var open = [(node: root, depth: 0)]
            var deepest = 0
            var order: [Int] = []
            while let (current, depth) = open.popLast() {
                guard !visited[current] else {
                    throw node.error("\(name(current)) is reached twice: a cycle, or a branch shared by two nodes")
                }
                visited[current] = true
                order.append(current)
                deepest = max(deepest, depth)
                guard mode[current] != .leaf else { continue }
                guard !threshold[current].isNaN else { throw node.error("the threshold of \(name(current)) is NaN") }
                guard feature[current] >= 0, feature[current] < ModelFileLimits.maximumFeatures else {
                    throw node.error("\(name(current)) tests feature \(feature[current])")
                }
                columns = max(columns, feature[current] + 1)
                open.append((whenFalse[current], depth + 1))
                open.append((whenTrue[current], depth + 1))
            }
            depths.append(deepest)
            operations += deepest + 1
            reached.append(order)
        }
        for (index, weight) in weights.enumerated() {
            guard weight.value.isFinite else { throw node.error("leaf weight \(index) is not a finite number") }
            guard weight.target >= 0, weight.target < targets else {
                throw node.error("leaf weight \(index) belongs to target \(weight.target) of \(targets)")
            }
        }
        guard base.isEmpty || base.count == targets, base.allSatisfy(\.isFinite) else {
            throw node.error(
                "base_values holds \(base.count) numbers for \(targets) targets, or one that is not finite")
        }
    }
}

extension ONNXForest {
    /// The leaf that a row ends in; `value` gives the row's columns.
    func leaf(from root: Int, _ values: Span<Double>, at start: Int) -> Int {
        var node = root
        while mode[node] != .leaf {
            let value = values[start + feature[node]]
            let holds: Bool
            switch mode[node] {
            case .lessOrEqual: holds = value <= threshold[node]
            case .less: holds = value < threshold[node]
            case .greaterOrEqual: holds = value >= threshold[node]
            case .greater: holds = value > threshold[node]
            case .equal: holds = value == threshold[node]
            case .notEqual: holds = value != threshold[node]
            case .leaf: holds = false
            }
            node = holds || (missingIsTrue[node] && value.isNaN) ? whenTrue[node] : whenFalse[node]
        }
        return node
    }

    /// The targets' values of one row, in the precision of the trees.
    func evaluate<Number: ONNXFloat>(_ values: Span<Double>, at start: Int, as type: Number.Type) -> [Number] {
        let isExtreme = aggregate == .minimum || aggregate == .maximum
        var sums = [Number](repeating: 0, count: targets)
        var isSet = [Bool](repeating: false, count: isExtreme ? targets : 0)
        for root in roots {
            for weight in weights[leafWeights[leaf(from: root, values, at: start)]] {
                let value = Number(weight.value)
                switch aggregate {
                case .sum, .average: sums[weight.target] += value
                case .minimum where isSet[weight.target]: sums[weight.target] = min(sums[weight.target], value)
                case .maximum where isSet[weight.target]: sums[weight.target] = max(sums[weight.target], value)
                case .minimum, .maximum:
                    sums[weight.target] = value
                    isSet[weight.target] = true
                }
            }
        }
        if aggregate == .average { for index in sums.indices { sums[index] /= Number(roots.count) } }
        for (index, value) in base.enumerated() { sums[index] += Number(value) }
        return sums
    }
}
