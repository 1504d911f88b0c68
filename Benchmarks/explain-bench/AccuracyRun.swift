import ExplainCore

/// The estimators' errors against the exact values, at several budgets.
struct AccuracyRun {
    private let subjects: [Subject]
    private let options: Options
    private let report: AccuracyReport

    /// Coalitions a player, beside the empty and the full one.
    static let budgets = [2, 5, 10, 20, 50]
    /// The estimators measured.
    static let estimators: [Estimator] = [.gpOdd, .leverage, .wls]
    /// Phi^-1(0.975).
    private static let normalQuantile95 = 1.96

    /// Plans to measure those models whose names contain the filter.
    init(_ subjects: [Subject], _ options: Options) {
        self.subjects = subjects.filter { options.filter.isEmpty || $0.name.contains(options.filter) }
        self.options = options
        report = AccuracyReport(isJSON: options.isJSON)
    }

    /// Measures; false when a result does not add up.
    func run() throws -> Bool {
        var isRight = true
        report.header()
        for subject in subjects {
            var summary = AccuracySummary()
            for instance in 0..<min(options.instances, subject.instances.rows) {
                guard let truth = try AccuracyTruth(subject, instance: instance) else {
                    report.skip(subject)
                    break
                }
                report.add(truth, subject, instance)
                for seed in 0..<options.seeds {
                    isRight = try measure(subject, instance, truth, UInt64(seed), &summary) && isRight
                }
            }
            report.add(summary, subject)
        }
        return isRight
    }

    private func measure(
        _ subject: Subject, _ instance: Int, _ truth: AccuracyTruth, _ seed: UInt64, _ summary: inout AccuracySummary
    ) throws -> Bool {
        let game = subject.game(instance)
        let context = ComputeContext(seed: seed)
        for estimator in Self.estimators {
            for multiple in Self.budgets {
                let method = KernelSHAP(
                    budget: multiple * game.playerCount + 2, estimator: estimator, tolerance: 0)
                let result = try method.attributions(of: game, context: context)
                if let problem = Check.additivity(result, tolerance: 1e-9) {
                    report.refuse(subject, problem)
                    return false
                }
                let run = Self.run(result, truth, estimator, multiple, instance, seed)
                summary.add(run)
                report.add(run, subject)
            }
        }
        let growing = KernelSHAP(budget: Self.budgets.reduce(0, max) * game.playerCount + 2)
        let end = AccuracyEnd(try growing.attributions(of: game, context: context), truth, instance, seed)
        summary.add(end)
        report.add(end, subject)
        return true
    }

    private static func run(
        _ result: Attributions, _ truth: AccuracyTruth, _ estimator: Estimator, _ multiple: Int, _ instance: Int,
        _ seed: UInt64
    ) -> AccuracySummary.Run {
        let errors = result.standardErrors?.row(0)
        let distances = zip(result.values.row(0), truth.values).map { abs($0 - $1) }
        let covered = errors.map { zip($0, distances).count { $0.1 <= normalQuantile95 * $0.0 } } ?? 0
        return AccuracySummary.Run(
            estimator: estimator, budgetPerPlayer: multiple, instance: instance, seed: seed,
            evaluations: result.evaluations,
            relativeError: Check.relativeError(result.values.row(0), truth.values), covered: covered,
            intervals: errors?.count ?? 0)
    }
}
