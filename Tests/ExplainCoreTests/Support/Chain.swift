@testable import ExplainCore

/// A tree that is one long path: node k asks feature k, values below 0.5 go on, others end in a leaf of 0; the last leaf is 1.
enum Chain {
    static func ensemble(depth: Int) throws -> TreeEnsemble {
        var left: [Int32] = []
        var right: [Int32] = []
        for level in 0..<depth {
            left += [Int32(2 * level + 2), -1]
            right += [Int32(2 * level + 1), -1]
        }
        left.append(-1)
        right.append(-1)
        let count = left.count
        var values = [Double](repeating: 0, count: count)
        values[count - 1] = 1
        // Most of the training rows go on, so that no product of shares vanishes.
        let cover = (0..<count).map { node in
            let level = node / 2
            let passed = 1 - Double(level) / Double(depth + 1)
            return node % 2 == 0 ? passed : 1 / Double(depth + 1)
        }
        var builder = TreeEnsembleBuilder(featureCount: depth, leafWidth: 1)
        try builder.append(
            TreeDescription(
                left: left, right: right, feature: (0..<count).map { Int32(min($0 / 2, depth - 1)) },
                threshold: [Float](repeating: 0.5, count: count),
                defaultLeft: [Bool](repeating: false, count: count), values: values, cover: cover), output: 0)
        return TreeEnsemble(
            builder, baseMargins: [0], arithmetic: .double, link: .identity,
            structure: ModelStructure(format: "test", kind: "tree ensemble"))
    }
}
