import Testing

@testable import ExplainCore

@Suite struct TreeEnsembleBuilderTests {
    /// A root with two leaves.
    private var stump: TreeDescription {
        TreeDescription(
            left: [1, -1, -1], right: [2, -1, -1], feature: [1, 0, 0], threshold: [0.5, 0, 0],
            defaultLeft: [true, false, false], values: [0, -1, 1], cover: [10, 4, 6])
    }

    @Test func aStumpIsLaidOut() throws {
        var builder = TreeEnsembleBuilder(featureCount: 2, leafWidth: 1)
        try builder.append(stump, output: 0)
        try builder.append(stump, output: 0)
        #expect(builder.nodes.left == [1, -1, -1, 4, -1, -1])
        #expect(builder.nodes.right == [2, 0, 1, 5, 2, 3])
        #expect(builder.leafValues == [-1, 1, -1, 1])
        #expect(builder.nodes.cover == [10, 4, 6, 10, 4, 6])
        #expect(builder.trees.map(\.depth) == [1, 1])
    }

    @Test func coversAreKeptForAllTreesOrNone() throws {
        var builder = TreeEnsembleBuilder(featureCount: 2, leafWidth: 1)
        var bare = stump
        bare.cover = []
        try builder.append(stump, output: 0)
        try builder.append(bare, output: 0)
        try builder.append(stump, output: 0)
        #expect(builder.nodes.cover.isEmpty)
    }

    @Test func unreachableNodesAreIgnored() throws {
        var tree = stump
        tree.left.append(99)
        tree.right.append(-7)
        tree.feature.append(-1)
        tree.threshold.append(.nan)
        tree.defaultLeft.append(false)
        tree.values.append(.infinity)
        tree.cover.append(0)
        var builder = TreeEnsembleBuilder(featureCount: 2, leafWidth: 1)
        try builder.append(tree, output: 0)
        #expect(builder.trees[0].nodes == 0..<4)
        #expect(builder.leafValues == [-1, 1])
    }

    @Test(arguments: [
        (1, 0, TreeDefect.sharedNode(0)), (2, 1, .sharedNode(1)), (1, 3, .childOutOfRange(node: 0, child: 3, count: 3)),
        (1, -5, .childOutOfRange(node: 0, child: -5, count: 3)), (1, -1, .oneChild(node: 0)),
    ])
    func badChildrenAreRefused(left: Int32, right: Int32, defect: TreeDefect) {
        var tree = stump
        tree.left[0] = left
        tree.right[0] = right
        if left == 2 { (tree.left[2], tree.right[2]) = (1, 1) }
        var builder = TreeEnsembleBuilder(featureCount: 2, leafWidth: 1)
        #expect(throws: defect) { try builder.append(tree, output: 0) }
    }

    @Test func badNumbersAreRefused() {
        var builder = TreeEnsembleBuilder(featureCount: 2, leafWidth: 1)
        var tree = stump
        tree.feature[0] = 2
        #expect(throws: TreeDefect.featureOutOfRange(node: 0, feature: 2, count: 2)) {
            try builder.append(tree, output: 0)
        }
        tree = stump
        tree.threshold[0] = .nan
        #expect(throws: TreeDefect.threshold(node: 0)) { try builder.append(tree, output: 0) }
        tree = stump
        tree.values[2] = .infinity
        #expect(throws: TreeDefect.leafValue(node: 2)) { try builder.append(tree, output: 0) }
        tree = TreeDescription(left: [], right: [], feature: [], threshold: [], defaultLeft: [], values: [], cover: [])
        #expect(throws: TreeDefect.empty) { try builder.append(tree, output: 0) }
    }

    @Test func categorySetsHaveALimit() throws {
        var tree = stump
        tree.categories[0] = [0, 16_777_215]
        var builder = TreeEnsembleBuilder(featureCount: 2, leafWidth: 1)
        var defect: TreeDefect?
        for _ in 0..<100 where defect == nil {
            do throws(TreeDefect) { try builder.append(tree, output: 0) } catch { defect = error }
        }
        #expect(defect == .categorySetsTooLarge(limitBytes: 128 << 20))
        #expect(builder.categories.bytes <= 128 << 20)
    }
}
