import Testing

@testable import ExplainCore

/// Random ensembles, and the plainest possible way to predict with them.
struct RandomForest {
    /// What the trees are like.
    struct Shape: Sendable, CustomTestStringConvertible {
        var features = 7
        var margins = 1
        var trees = 9
        var depth = 5
        var hasVectorLeaves = false
        var hasCategories = false
        var hasFineThresholds = false
        var arithmetic = Arithmetic.single
        var testDescription: String {
            "\(features) features, \(margins) margins, depth \(depth), \(trees) trees, categories \(hasCategories), \(arithmetic)"
        }
    }

    let shape: Shape
    private(set) var sources: [TreeDescription] = []
    private var random: SeededGenerator

    init(_ shape: Shape, seed: UInt64) {
        self.shape = shape
        random = SeededGenerator(seed: seed)
        for _ in 0..<shape.trees { sources.append(tree()) }
    }

    /// The ensemble under test.
    func ensemble(link: Link = .identity) throws -> TreeEnsemble {
        var builder = TreeEnsembleBuilder(
            featureCount: shape.features, leafWidth: shape.hasVectorLeaves ? shape.margins : 1)
        for (index, source) in sources.enumerated() {
            try builder.append(source, output: shape.hasVectorLeaves ? nil : index % shape.margins)
        }
        return TreeEnsemble(
            builder, baseMargins: bases, arithmetic: shape.arithmetic, link: link,
            structure: ModelStructure(format: "test", kind: "tree ensemble"))
    }

    /// Rows at, beside and far from the thresholds, with missing values.
    mutating func rows(_ count: Int) -> Matrix {
        var storage: [Double] = []
        for _ in 0..<(count * shape.features) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0: storage.append(.nan)
            case 1: storage.append(Double(grid()).nextUp)
            case 2: storage.append(Double(grid()).nextDown)
            case 3:
                storage.append(
                    [-0.0, -0.5, 2.7, 1e300, -1e300, .infinity, -.infinity][Int.random(in: 0..<7, using: &random)])
            default: storage.append(Double(grid()))
            }
        }
        return Matrix(rows: count, columns: shape.features, storage: storage)
    }

    /// Gives every node a cover, the sum of its children's; some leaves have none.
    ///
    /// Rounded ones are off by up to `rounding` of their value, as sums of float32 are.
    mutating func addCovers(rounding: Double = 0) {
        for index in sources.indices {
            let count = sources[index].left.count
            var cover = [Double](repeating: 0, count: count)
            // Children come after their parent.
            for node in (0..<count).reversed() {
                let left = Int(sources[index].left[node])
                let right = Int(sources[index].right[node])
                cover[node] = left < 0 ? Double(Int.random(in: 0...5, using: &random)) : cover[left] + cover[right]
            }
            if rounding > 0 {
                for node in 0..<count { cover[node] *= 1 + Double.random(in: -rounding...rounding, using: &random) }
            }
            sources[index].cover = cover
        }
    }

    /// The margins of one row by recursion over the source trees, in the arithmetic asked for.
    func margins(of row: some RandomAccessCollection<Double>) -> [Double] {
        let values = row.map { Float($0) }
        var sums = bases
        for (index, source) in sources.enumerated() {
            let leaf = Self.leaf(of: values, in: source, from: 0)
            for margin in 0..<shape.margins {
                if !shape.hasVectorLeaves, margin != index % shape.margins { continue }
                let value = source.values[shape.hasVectorLeaves ? leaf * shape.margins + margin : leaf]
                sums[margin] =
                    shape.arithmetic == .single ? Double(Float(sums[margin]) + Float(value)) : sums[margin] + value
            }
        }
        return sums
    }

    private var bases: [Double] { (0..<shape.margins).map { 0.25 + Double($0) } }

    private static func leaf(of values: [Float], in tree: TreeDescription, from node: Int) -> Int {
        if tree.left[node] == -1 { return node }
        let value = values[Int(tree.feature[node])]
        let goesLeft: Bool
        if value.isNaN {
            goesLeft = tree.defaultLeft[node]
        } else if let codes = tree.categories[node] {
            goesLeft = !(value >= 0 && value < 16_777_216 && codes.contains(Int32(value)))
        } else {
            goesLeft = value < tree.threshold[node]
        }
        return leaf(of: values, in: tree, from: Int(goesLeft ? tree.left[node] : tree.right[node]))
    }

    /// Few distinct values, so that rows meet thresholds exactly.
    private mutating func grid() -> Float {
        if shape.hasFineThresholds { return Float(Int.random(in: -500...500, using: &random)) * 0.01 }
        let step = Int.random(in: -3...7, using: &random)
        return step == 7 ? -0.0 : Float(step) * 0.3
    }

    private mutating func tree() -> TreeDescription {
        var tree = TreeDescription(
            left: [], right: [], feature: [], threshold: [], defaultLeft: [], values: [], cover: [])
        _ = grow(&tree, depth: 0)
        return tree
    }

    private mutating func grow(_ tree: inout TreeDescription, depth: Int) -> Int32 {
        let node = tree.left.count
        tree.left.append(-1)
        tree.right.append(-1)
        tree.feature.append(Int32.random(in: 0..<Int32(shape.features), using: &random))
        tree.threshold.append(grid())
        tree.defaultLeft.append(Bool.random(using: &random))
        for _ in 0..<(shape.hasVectorLeaves ? shape.margins : 1) {
            tree.values.append(Double(Float.random(in: -1...1, using: &random)))
        }
        guard depth < shape.depth, depth == 0 || Int.random(in: 0..<6, using: &random) > 0 else { return Int32(node) }
        if shape.hasCategories, Bool.random(using: &random) {
            tree.categories[node] = (0..<Int32(3)).map { _ in Int32.random(in: 0...70, using: &random) }[...]
        }
        tree.left[node] = grow(&tree, depth: depth + 1)
        tree.right[node] = grow(&tree, depth: depth + 1)
        return Int32(node)
    }
}
