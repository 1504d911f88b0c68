/// Walks trees to every leaf, keeping for each player on the path how likely LIME's draws satisfy its conditions, and adds
/// what each leaf gives to the players.
///
/// LIME draws the players independently and its kernel is a product over them, so that under the kernel's weights they are
/// independent still; only the chance that a player keeps the instance's combination is tilted. A leaf of value w is reached
/// with the product of the players' chances T_j, or with their own chances A_j (combination kept) and B_j (left) where
/// player j's is known: the coefficient E[f | z_j = 1] - E[f | z_j = 0] gains w (A_j - B_j) prod_{k != j} T_k.
struct LIMELimitWalk {
    /// A player on the path to a node.
    private struct Step {
        let player: Int
        /// The chance that its conditions hold.
        var chance: Double
        /// The chance among draws that keep the instance's combination, less that among those that leave it.
        var gain: Double
    }

    /// What one edge changed, so that it can be undone.
    private struct Change {
        let position: Int
        /// The step before; nil: the edge brought the player in.
        let before: Step?
        let column: Int
    }

    /// A branch still to be walked.
    private struct Branch {
        let parent: Int
        let node: Int
        let changes: Int
    }

    /// The sums; `fulls` are not kept.
    private(set) var sums: TreeSums
    private let ensemble: TreeEnsemble
    private let table: TabularTable
    /// For each player the tilted chance of keeping the instance's combination.
    private let kept: [Double]
    /// The player of each column, and the column's position among the player's.
    private let places: [(player: Int, position: Int)]
    /// For every bin the shares of its distribution below and above what the path allows.
    private var lows: [Double]
    private var highs: [Double]
    private var steps: [Step] = []
    /// Where each player stands among the steps; -1: nowhere.
    private var positions: [Int]
    private var changes: [Change] = []
    /// The shares before each change, one pair a combination.
    private var savedShares: [(low: Double, high: Double)] = []
    private var branches: [Branch] = []
    private var products: [Double] = []
    private var leavesSinceCheckpoint = 0

    private static let leavesPerCheckpoint = 1024

    init(_ ensemble: TreeEnsemble, table: TabularTable, kept: [Double]) {
        self.ensemble = ensemble
        self.table = table
        self.kept = kept
        var places = [(player: Int, position: Int)](repeating: (0, 0), count: ensemble.featureCount)
        for (player, entry) in table.players.enumerated() {
            for (position, column) in entry.columns.enumerated() { places[column] = (player, position) }
        }
        self.places = places
        lows = [Double](repeating: 0, count: table.bins.count)
        highs = [Double](repeating: 1, count: table.bins.count)
        positions = [Int](repeating: -1, count: table.players.count)
        sums = TreeSums(margins: ensemble.marginCount, players: table.players.count)
    }

    /// Adds what `tree` gives; branches that no draw takes are left out.
    ///
    /// - Throws: ``ExplainError/cancelled`` or ``ExplainError/deadlineExceeded``.
    mutating func add(_ tree: TreeEnsemble.Tree, _ context: ComputeContext) throws(ExplainError) {
        try context.look()
        var next: Int? = tree.nodes.lowerBound
        while var node = next {
            while ensemble.nodes.left[node] >= 0 {
                let (left, right) = (Int(ensemble.nodes.left[node]), Int(ensemble.nodes.right[node]))
                branches.append(Branch(parent: node, node: right, changes: changes.count))
                guard follow(from: node, to: left) else { break }
                node = left
            }
            if ensemble.nodes.left[node] < 0 { addLeaf(node, of: tree) }
            leavesSinceCheckpoint += 1
            if leavesSinceCheckpoint == Self.leavesPerCheckpoint {
                leavesSinceCheckpoint = 0
                try context.look()
            }
            next = nil
            while next == nil, let branch = branches.popLast() {
                undo(to: branch.changes)
                if follow(from: branch.parent, to: branch.node) { next = branch.node }
            }
        }
        undo(to: 0)
    }

    /// Takes the condition of an edge into its player's step; whether any draw meets it.
    private mutating func follow(from parent: Int, to child: Int) -> Bool {
        let column = Int(ensemble.nodes.feature[parent])
        let place = places[column]
        narrow(place, from: parent, toLeft: Int(ensemble.nodes.left[parent]) == child)
        let step = step(of: place.player)
        let position = positions[place.player]
        if position >= 0 {
            changes.append(Change(position: position, before: steps[position], column: column))
            steps[position] = step
        } else {
            changes.append(Change(position: steps.count, before: nil, column: column))
            positions[place.player] = steps.count
            steps.append(step)
        }
        return step.chance > 0 || step.gain != 0
    }

    /// Cuts the shares of the column's bins, in every combination of its player, to what goes to one side of `parent`.
    private mutating func narrow(_ place: (player: Int, position: Int), from parent: Int, toLeft: Bool) {
        let player = table.players[place.player]
        let bound = ensemble.bound(of: parent)
        for combination in 0..<player.combinations.count {
            let index = player.firstBin + combination * player.columns.count + place.position
            savedShares.append((lows[index], highs[index]))
            guard lows[index] < highs[index] else { continue }
            let bin = table.bins[index]
            let left: Double
            if bin.isContinuous {
                left = bin.share(below: bound)
            } else {
                let value = ensemble.read(bin.mean, Int(ensemble.nodes.feature[parent]))
                let goesLeft = ensemble.child(of: parent, for: value) == Int(ensemble.nodes.left[parent])
                left = goesLeft ? 1 : 0
            }
            if toLeft { highs[index] = min(highs[index], left) } else { lows[index] = max(lows[index], left) }
        }
    }

    /// The player's step for the shares as they are.
    private func step(of number: Int) -> Step {
        let player = table.players[number]
        var own = 0.0
        var others = 0.0
        var otherShare = 0.0
        for (combination, share) in table.shares[player.combinations].enumerated() {
            let first = player.firstBin + combination * player.columns.count
            var chance = 1.0
            for index in first..<(first + player.columns.count) { chance *= max(0, highs[index] - lows[index]) }
            if combination == player.own {
                own = chance
            } else {
                others += share * chance
                otherShare += share
            }
        }
        let left = otherShare > 0 ? others / otherShare : 0
        let kept = kept[number]
        let isDecided = kept > 0 && kept < 1
        return Step(player: number, chance: kept * own + (1 - kept) * left, gain: isDecided ? own - left : 0)
    }

    private mutating func undo(to count: Int) {
        while changes.count > count, let change = changes.popLast() {
            let place = places[change.column]
            let player = table.players[place.player]
            for combination in (0..<player.combinations.count).reversed() {
                guard let saved = savedShares.popLast() else { break }
                let index = player.firstBin + combination * player.columns.count + place.position
                (lows[index], highs[index]) = saved
            }
            if let before = change.before {
                steps[change.position] = before
            } else if let step = steps.popLast() {
                positions[step.player] = -1
            }
        }
    }

    /// Adds a leaf's value, by products of the steps before and after each, so that nothing is divided.
    private mutating func addLeaf(_ leaf: Int, of tree: TreeEnsemble.Tree) {
        products.removeAll(keepingCapacity: true)
        var before = 1.0
        for step in steps {
            products.append(before)
            before *= step.chance
        }
        let total = before
        var after = 1.0
        for (position, step) in steps.enumerated().reversed() {
            products[position] *= after * step.gain
            after *= step.chance
        }
        let playerCount = table.players.count
        let slot = Int(ensemble.nodes.right[leaf]) * ensemble.leafWidth
        for offset in 0..<ensemble.leafWidth {
            let margin = tree.output ?? offset
            let value = ensemble.leafValues[slot + offset]
            sums.bases[margin] += value * total
            for (position, step) in steps.enumerated() {
                sums.values[margin * playerCount + step.player] += value * products[position]
            }
        }
    }
}

extension TreeEnsemble {
    /// The number below which a value goes to the left of inner node `node`: where values are rounded to float32 first, the
    /// middle between the threshold and the float32 before it.
    fileprivate func bound(of node: Int) -> Double {
        let threshold = nodes.threshold[node]
        if let cut = coding?.cut(Int(nodes.feature[node]), threshold: threshold) { return cut }
        return Double(threshold.nextDown) / 2 + Double(threshold) / 2
    }
}
