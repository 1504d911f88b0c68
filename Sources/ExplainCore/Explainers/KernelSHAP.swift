/// Shapley values by weighted regression on sampled coalitions (Lundberg & Lee 2017), in pairs without replacement.
///
/// The budget counts coalitions, the empty and the full one included, and is never exceeded. Values and base value add up
/// to the full value by constraint. A budget that covers all coalitions gives exact values, unless
/// `gp_odd` is within its tolerance before. When the deadline passes, the answer is what the coalitions evaluated so far
/// give, as long as there is a pair for every player and the solve is one of some tenths of a second:
/// ``ComputeContext/checkpoint(operations:)``.
///
/// `gp_odd` grows its sample in rounds and stops as soon as it is within the tolerance; the regressions spend the budget. It
/// stops by cautious standard errors, ``PairErrors``, which are those of the answer then.
public struct KernelSHAP: Sendable {
    /// The largest budget, which bounds memory: one more is treated as this one, and the planner refuses it.
    public static let hardMaximumBudget = 1 << 22

    /// Coalitions to evaluate at most.
    public let budget: Int
    /// `gp_odd`, `leverage` or `wls`.
    public let estimator: Estimator
    /// The half width of the widest 95 % interval, as a share of the largest value, at which the result has converged.
    public let tolerance: Double

    /// Creates the method.
    public init(budget: Int, estimator: Estimator = .gpOdd, tolerance: Double = MethodPlanner.defaultTolerance) {
        precondition(estimator != .sampled, "the estimator is one of pairs")
        self.budget = min(budget, Self.hardMaximumBudget)
        self.estimator = estimator
        self.tolerance = tolerance
    }

    /// Estimates the Shapley values of `game`.
    ///
    /// - Complexity: at most `budget` evaluations, then O(players^2 (players + budget)) steps an output at most; `gp_odd` adds
    ///   O(pairs^3) a round and output while there are at most 1,024 pairs.
    /// - Throws: ``ExplainError/budgetTooSmall(_:minimum:)`` below 2; ``ExplainError/cancelled``;
    ///   ``ExplainError/deadlineExceeded`` before there is a pair for every player, or in a long solve; what the game
    ///   throws.
    public func attributions(
        of game: some CoalitionGame, context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        guard budget >= 2 else { throw .budgetTooSmall(budget, minimum: 2) }
        let players = game.playerCount
        if players == 0 { return try exactWithoutPlayers(game, context) }
        let random = CounterRandom(seed: context.seed, stream: Self.randomStream)
        var design = PairDesign(planning: (budget - 2) / 2, players: players, estimator: estimator, random: random)
        let meter = ProgressMeter(total: 2 + 2 * design.count, report: context.progress)
        var table = CoalitionTable()
        var latest: Attributions?
        var growth = Growth()
        for stop in stops(design) {
            let target = 2 + 2 * stop
            try evaluate(to: target, &table, &design, of: game, context, meter)
            let pairs = max(0, table.completed - 2) / 2
            let isComplete = table.completed == target
            if !isComplete, let latest, latest.evaluations >= 2 + 2 * pairs { return unfinished(latest) }
            guard isComplete || (table.completed > 2 && pairs >= players) else { throw .deadlineExceeded }
            let result: Attributions
            do throws(ExplainError) {
                result = try solve(
                    design, table, pairs: pairs, outputs: game.outputCount, isComplete: isComplete, &growth, context)
            } catch .deadlineExceeded {
                if let latest { return unfinished(latest) }
                let fewer = Self.pairsInOvertime(players: players, outputs: game.outputCount, of: pairs)
                guard fewer >= players, fewer < pairs else { throw .deadlineExceeded }
                return try estimate(
                    design, table, pairs: fewer, outputs: game.outputCount, isComplete: false, &growth, context)
            }
            if result.converged || !isComplete { return result }
            latest = result
        }
        guard let latest else { throw .deadlineExceeded }
        return latest
    }

    /// Draws and evaluates in steps that grow, so that a deadline finds values whatever the budget: the first step is as
    /// small as an answer can be, and later ones draw no more than is evaluated soon.
    private func evaluate(
        to target: Int, _ table: inout CoalitionTable, _ design: inout PairDesign, of game: some CoalitionGame,
        _ context: ComputeContext, _ meter: ProgressMeter
    ) throws(ExplainError) {
        while table.completed < target {
            let pairs = max(0, table.completed - 2) / 2
            let step = pairs == 0 ? design.players : min(pairs, Self.mostPairsAStep)
            let next = min((target - 2) / 2, pairs + step)
            try design.draw(to: next, Checkpoint(cancellation: context.cancellation, heedsDeadline: false))
            let drawn = design
            try table.extend(to: 2 + 2 * next, of: game, context: context, meter: meter) {
                Self.coalition($0, of: drawn)
            }
            if table.completed < 2 + 2 * next { return }
        }
    }

    /// Pairs drawn at a time, at most: some tens of milliseconds.
    private static let mostPairsAStep = 1 << 14

    /// Of so many pairs those whose solve is still made after the deadline.
    private static func pairsInOvertime(players: Int, outputs: Int, of pairs: Int) -> Int {
        var (fits, tooMany) = (0, pairs + 1)
        while tooMany - fits > 1 {
            let middle = (fits + tooMany) / 2
            let operations = ComputationCost.pairRegression(players: players, pairs: middle, outputs: outputs)
            if operations <= ComputeContext.smallCalculation { fits = middle } else { tooMany = middle }
        }
        return fits
    }

    /// Whether so many pairs are all there are.
    private static func covers(_ pairs: Int, _ players: Int) -> Bool {
        players <= ExactEnumeration.hardMaximumPlayers && 2 + 2 * pairs == 1 << players
    }

    /// An answer that the deadline kept from growing.
    private func unfinished(_ result: Attributions) -> Attributions {
        var result = result
        result.converged = false
        return result
    }

    /// The numbers of pairs after which `gp_odd` looks whether it has converged, the whole design last.
    ///
    /// Multiples of the number of players that grow by about 1.6: 3, 5, 8, 12, 20, 30, 50, 80, 120... coalitions a player.
    private func stops(_ design: PairDesign) -> [Int] {
        let all = design.count
        let players = design.players
        guard estimator == .gpOdd, tolerance > 0 || !Self.covers(all, players) else { return [all] }
        var stops: [Int] = []
        var scale = 1
        while scale <= Self.hardMaximumBudget {
            for multiple in Self.rounds {
                let pairs = scale * multiple * players / 2
                if pairs >= all { return stops + [all] }
                if pairs >= players + PairRegression.spareForErrors { stops.append(pairs) }
            }
            scale *= 10
        }
        return stops + [all]
    }

    private static let rounds = [3, 5, 8, 12, 20]

    /// Keeps the draws apart from those of other methods with the same seed.
    private static let randomStream: UInt64 = 1

    /// The empty coalition, the full one, then pairs.
    private static func coalition(_ position: Int, of design: PairDesign) -> Coalition {
        switch position {
        case 0: Coalition()
        case 1: Coalition(all: design.players)
        default:
            position % 2 == 0
                ? design.coalitions[position / 2 - 1]
                : design.coalitions[position / 2 - 1].complement(of: design.players)
        }
    }

    private func exactWithoutPlayers(
        _ game: some CoalitionGame, _ context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        var result = try ExactEnumeration().attributions(of: game, context: context)
        result.standardErrors = result.values
        result.estimator = estimator
        return result
    }

    /// All coalitions are there: enumeration, in coalition order.
    private func exact(
        _ design: PairDesign, _ table: CoalitionTable, outputs: Int, _ context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        var ordered = [Double](repeating: 0, count: table.completed * outputs)
        for position in 0..<table.completed {
            let place = Int(truncatingIfNeeded: Self.coalition(position, of: design).low)
            for output in 0..<outputs { ordered[place * outputs + output] = table.values[position * outputs + output] }
        }
        let values = try ExactEnumeration.shapley(
            ordered, players: design.players, outputs: outputs, context: context)
        return try Attributions(
            values: values, standardErrors: Matrix(rows: outputs, columns: design.players),
            baseValues: [Double](table.values[..<outputs]), fullValues: [Double](table.values[outputs..<(2 * outputs)]),
            evaluations: table.completed, converged: true, isExact: true, estimator: estimator
        ).checkedFinite()
    }

    /// The answer that so many pairs give: exact where they are all there are.
    private func solve(
        _ design: PairDesign, _ table: CoalitionTable, pairs: Int, outputs: Int, isComplete: Bool,
        _ growth: inout Growth, _ context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        if Self.covers(pairs, design.players) { return try exact(design, table, outputs: outputs, context) }
        return try estimate(design, table, pairs: pairs, outputs: outputs, isComplete: isComplete, &growth, context)
    }

    private func estimate(
        _ design: PairDesign, _ table: CoalitionTable, pairs: Int, outputs: Int, isComplete: Bool,
        _ growth: inout Growth, _ context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        let base = [Double](table.values[..<outputs])
        let full = [Double](table.values[outputs..<(2 * outputs)])
        var odd = Matrix(rows: pairs, columns: outputs)
        for pair in 0..<pairs {
            let start = (2 + 2 * pair) * outputs
            for output in 0..<outputs {
                odd[pair, output] = (table.values[start + output] - table.values[start + outputs + output]) / 2
            }
        }
        let sample = design.sample(first: pairs)
        let estimate = PairEstimate(estimator: estimator, players: design.players, sample: sample)
        let totals = base.indices.map { full[$0] - base[$0] }
        let (solution, isTuned) = try growing(
            estimate, odd: odd, totals: totals, mayKeep: isComplete && pairs < design.count, &growth, context)
        let isSpread = estimator == .gpOdd || sample.coversAllSizes
        let converged = isComplete && isTuned && isSpread && hasConverged(solution, pairs: pairs, within: tolerance)
        let errors = converged ? solution.cautiousErrors ?? solution.standardErrors : solution.standardErrors
        return try Attributions(
            values: solution.values, standardErrors: errors, baseValues: base, fullValues: full,
            evaluations: 2 + 2 * pairs, converged: converged, isExact: false, estimator: estimator
        ).checkedFinite()
    }
}
