@testable import ExplainCore

/// Walks trees to every leaf, keeping for each player on the path whether the instance satisfies its conditions and what
/// share of the training rows does, and adds what each leaf gives to the players.
struct PathDependentWalk {
    /// A player on the path to a node.
    private struct Step {
        let player: Int
        /// 1 when the instance satisfies all conditions of the player so far, else 0.
        var own: Double
        /// The product of the cover ratios of its conditions so far.
        var cover: Double
    }

    /// What one edge changed, so that it can be undone.
    private struct Change {
        let position: Int
        /// The step before; nil: the edge brought the player in.
        let before: Step?
    }

    /// A branch still to be walked.
    private struct Branch {
        let parent: Int
        let node: Int
        let changes: Int
    }

    private(set) var sums: TreeSums
    private let ensemble: TreeEnsemble
    private let owners: [Int]
    private let playerCount: Int
    private let instance: [Float]
    private var steps: [Step] = []
    /// Where each player stands among the steps; -1: nowhere.
    private var positions: [Int]
    private var changes: [Change] = []
    private var branches: [Branch] = []
    /// The quadrature rules needed so far, by their number of nodes.
    private var rules: [Int: GaussLegendre] = [:]
    private var integrals: [Double] = []
    private var products: [Double] = []
    private var leavesSinceCheckpoint = 0

    private static let leavesPerCheckpoint = 1024

    init(_ method: TreeSHAP, instance: [Float]) {
        ensemble = method.ensemble
        owners = method.owners
        playerCount = method.players.count
        self.instance = instance
        positions = [Int](repeating: -1, count: playerCount)
        sums = TreeSums(margins: ensemble.marginCount, players: playerCount)
    }

    /// Adds the attributions of `tree`.
    ///
    /// - Throws: ``ExplainError/cancelled`` or ``ExplainError/deadlineExceeded``.
    mutating func add(_ tree: TreeEnsemble.Tree, _ context: ComputeContext) throws(ExplainError) {
        try context.look()
        var node = tree.nodes.lowerBound
        while true {
            while ensemble.nodes.left[node] >= 0 {
                let (left, right) = (Int(ensemble.nodes.left[node]), Int(ensemble.nodes.right[node]))
                branches.append(Branch(parent: node, node: right, changes: changes.count))
                follow(from: node, to: left)
                node = left
            }
            addLeaf(node, of: tree)
            leavesSinceCheckpoint += 1
            if leavesSinceCheckpoint == Self.leavesPerCheckpoint {
                leavesSinceCheckpoint = 0
                try context.look()
            }
            guard let branch = branches.popLast() else { break }
            undo(to: branch.changes)
            follow(from: branch.parent, to: branch.node)
            node = branch.node
        }
        undo(to: 0)
    }

    /// Takes the condition of an edge into its player's step.
    private mutating func follow(from parent: Int, to child: Int) {
        let column = Int(ensemble.nodes.feature[parent])
        let player = owners[column]
        let satisfied = ensemble.child(of: parent, for: instance[column]) == child
        let passed = ensemble.nodes.cover[parent]
        let ratio = passed > 0 ? ensemble.nodes.cover[child] / passed : 0.5
        let position = positions[player]
        if position >= 0 {
            changes.append(Change(position: position, before: steps[position]))
            if !satisfied { steps[position].own = 0 }
            steps[position].cover *= ratio
        } else {
            changes.append(Change(position: steps.count, before: nil))
            positions[player] = steps.count
            steps.append(Step(player: player, own: satisfied ? 1 : 0, cover: ratio))
        }
    }

    private mutating func undo(to count: Int) {
        while changes.count > count, let change = changes.popLast() {
            if let before = change.before {
                steps[change.position] = before
            } else if let step = steps.popLast() {
                positions[step.player] = -1
            }
        }
    }

    private mutating func addLeaf(_ leaf: Int, of tree: TreeEnsemble.Tree) {
        integrate()
        let base = steps.reduce(1) { $0 * $1.cover }
        let full = steps.reduce(1) { $0 * $1.own }
        let slot = Int(ensemble.nodes.right[leaf]) * ensemble.leafWidth
        for offset in 0..<ensemble.leafWidth {
            let margin = tree.output ?? offset
            let value = ensemble.leafValues[slot + offset]
            sums.bases[margin] += value * base
            sums.fulls[margin] += value * full
            let start = margin * playerCount
            for (position, step) in steps.enumerated() {
                sums.values[start + step.player] += value * (step.own - step.cover) * integrals[position]
            }
        }
    }

    /// The integral of the product over all other steps, for each step.
    ///
    /// The products of the steps before and after are multiplied, so that nothing is divided. The degree is one less than the
    /// number of steps m, and ceil(m / 2) nodes are exact up to degree 2 ceil(m / 2) - 1.
    private mutating func integrate() {
        let count = steps.count
        while integrals.count < count { integrals.append(0) }
        while products.count < count { products.append(0) }
        guard count > 0 else { return }
        let rule = rule(for: (count + 1) / 2)
        for position in 0..<count { integrals[position] = 0 }
        for (node, weight) in zip(rule.nodes, rule.weights) {
            var before = weight
            for position in 0..<count {
                products[position] = before
                before *= factor(position, at: node)
            }
            var after = 1.0
            for position in stride(from: count - 1, through: 0, by: -1) {
                integrals[position] += products[position] * after
                after *= factor(position, at: node)
            }
        }
    }

    /// A rule with at least `count` nodes; beyond a few there is one for each power of two, so that there are few of them.
    private mutating func rule(for count: Int) -> GaussLegendre {
        var size = count
        if count > Self.largestOwnRule {
            size = Self.largestOwnRule
            while size < count { size *= 2 }
        }
        if let rule = rules[size] { return rule }
        let rule = GaussLegendre(count: size)
        rules[size] = rule
        return rule
    }

    private static let largestOwnRule = 16

    private func factor(_ position: Int, at node: Double) -> Double {
        let step = steps[position]
        return step.cover + node * (step.own - step.cover)
    }
}
