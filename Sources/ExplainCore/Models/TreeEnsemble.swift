/// A sum of decision trees: gradient-boosted trees and random forests.
///
/// margin[k] = base[k] + the leaf values of the trees for k, added tree after tree in the model's own precision, so that
/// margins are the bits of the library that wrote the file; then a link.
public struct TreeEnsemble: Model {
    /// One tree's place among the nodes.
    public struct Tree: Sendable, Equatable {
        /// Its nodes, the root first; nodes that cannot be reached are leaves without a meaning.
        public let nodes: Range<Int>
        /// The number of decisions on its longest path.
        public let depth: Int
        /// The margin it adds to; nil where its leaves hold a value for every margin.
        public let output: Int?
    }

    /// The number of input columns.
    public let featureCount: Int

    /// The nodes of all trees.
    public let nodes: TreeNodes

    /// The category sets of categorical nodes.
    public let categories: CategorySets

    /// The trees in the order they are added.
    public let trees: [Tree]

    /// The leaf values: a row of `leafWidth` numbers a leaf, dart weights already applied.
    public let leafValues: [Double]

    /// 1, or the number of margins where leaves are vectors.
    public let leafWidth: Int

    /// Where each margin starts.
    public let baseMargins: [Double]

    /// The precision of the sums.
    public let arithmetic: Arithmetic

    /// How inputs are read; nil: rounded to float32.
    private(set) var coding: InputCoding?

    /// Where inputs are compared as float32, larger ones would be infinite.
    public var largestInput: Double { coding?.largestInput ?? Double(Float.greatestFiniteMagnitude) }

    /// Inputs are read as float32, or as they are.
    public func reading(_ input: Double) -> Double { coding == nil ? Double(Float(input)) : input }

    /// How margins become outputs.
    public let link: Link

    /// Whether outputs are means of the trees, with nothing else behind the margin, which is their sum.
    public var isExplainedAsMean: Bool { output.isAverage && link == .identity }

    /// How the sums of the trees become margins, and margins what the link takes.
    let output: OutputRule

    /// Facts for the registration report.
    public let structure: ModelStructure

    /// The trees laid out for prediction.
    let kernel: ForestKernel

    /// Creates an ensemble from checked trees; every base margin is finite, and a float32 value in `.single` arithmetic.
    init(
        _ builder: TreeEnsembleBuilder, baseMargins: [Double], arithmetic: Arithmetic, link: Link,
        structure: ModelStructure, coding: InputCoding? = nil, output: OutputRule = OutputRule()
    ) {
        precondition(coding.map { $0.columns.count == builder.featureCount } ?? true, "every column is read")
        precondition(builder.leafWidth == 1 || builder.leafWidth == baseMargins.count, "vector leaves fill all margins")
        featureCount = builder.featureCount
        nodes = builder.nodes
        categories = builder.categories
        trees = builder.trees
        leafValues = builder.leafValues
        leafWidth = builder.leafWidth
        self.baseMargins = baseMargins
        self.arithmetic = arithmetic
        self.link = link
        self.structure = structure
        self.coding = coding
        self.output = output
        kernel = ForestKernel(builder, arithmetic: arithmetic)
    }

    /// The number of margins a row has.
    public var marginCount: Int { baseMargins.count }

    /// One step a level of each tree, and the additions.
    public var operationsPerRow: Int { trees.reduce(marginCount) { $0 + $1.depth + leafWidth } }

    /// The number of output columns in `space`; nil where the link does not offer it.
    public func outputCount(in space: OutputSpace) -> Int? {
        if space == .probability, link == .identity, output.isAverage { return marginCount }
        return link.outputCount(margins: marginCount, in: space)
    }

    /// The leaf that each tree sends `row` to, as a position among `nodes`.
    ///
    /// Shape: `row` holds `featureCount` values; the result one number a tree.
    public func leaves(of row: [Double]) -> [Int] {
        precondition(row.count == featureCount, "a row has a value for every feature")
        let values = read(row)
        return trees.map { tree in
            var node = tree.nodes.lowerBound
            while nodes.left[node] >= 0 { node = child(of: node, for: values[Int(nodes.feature[node])]) }
            return node
        }
    }

    /// The same trees for columns of these kinds: categories that the trees know by hash get the kinds' names.
    func naming(_ kinds: [Feature.Kind]) -> TreeEnsemble {
        var named = self
        for (column, kind) in kinds.enumerated() {
            if case .category(let names) = kind { named.coding?.setNames(column, names) }
        }
        return named
    }

    /// The child of inner node `node` that `value` goes to.
    @inline(__always)
    func child(of node: Int, for value: Float) -> Int {
        let goesLeft: Bool
        if value.isNaN {
            goesLeft = nodes.defaultLeft[node]
        } else if nodes.hasCategories, nodes.categorySet[node] >= 0 {
            goesLeft = !categories.contains(value, in: Int(nodes.categorySet[node]))
        } else {
            goesLeft = value < nodes.threshold[node]
        }
        return Int(goesLeft ? nodes.left[node] : nodes.right[node])
    }
}
