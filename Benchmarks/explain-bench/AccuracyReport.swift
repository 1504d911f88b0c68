import ExplainCore

/// Prints errors, as a table for people or as one JSON object a line.
struct AccuracyReport {
    private let isJSON: Bool

    /// Starts a report.
    init(isJSON: Bool) { self.isJSON = isJSON }

    /// Says what the columns are.
    func header() {
        guard !isJSON else { return }
        let budgets = AccuracyRun.budgets.map { "\($0)n" }
        print(
            "median of |phi^ - phi|^2 / |phi|^2 at so many coalitions a player; coverage of nominal 95 % intervals at each"
        )
        print(Self.line(["model", "estimator"] + budgets + budgets.map { "cover \($0)" }))
    }

    /// Says that there are no exact values to compare with.
    func skip(_ subject: Subject) {
        let reason = "\(subject.players.count) players of a model without trees have no exact values in time"
        guard isJSON else { return print("\(subject.name) is skipped: \(reason)") }
        object("skipped", subject) { $0.text("reason", reason) }
    }

    /// Says that an estimate does not add up.
    func refuse(_ subject: Subject, _ problem: String) {
        guard isJSON else { return print("\(subject.name): \(problem)") }
        object("problem", subject) { $0.text("reason", problem) }
    }

    /// Prints exact values, in JSON only.
    func add(_ truth: AccuracyTruth, _ subject: Subject, _ instance: Int) {
        guard isJSON else { return }
        object("truth", subject) {
            $0.number("instance", Double(instance))
            $0.text("space", subject.space.rawValue)
            $0.text("method", truth.method)
            $0.numbers("values", truth.values)
        }
    }

    /// Prints an estimate's error, in JSON only.
    func add(_ run: AccuracySummary.Run, _ subject: Subject) {
        guard isJSON else { return }
        object("run", subject) {
            $0.text("estimator", run.estimator.rawValue)
            $0.number("budget_per_player", Double(run.budgetPerPlayer))
            $0.number("instance", Double(run.instance))
            $0.number("seed", Double(run.seed))
            $0.number("evaluations", Double(run.evaluations))
            $0.number("relative_error", run.relativeError)
            $0.number("covered", Double(run.covered))
            $0.number("intervals", Double(run.intervals))
        }
    }

    /// Prints where a growing sample stopped, in JSON only.
    func add(_ end: AccuracyEnd, _ subject: Subject) {
        guard isJSON else { return }
        object("end", subject) {
            $0.number("instance", Double(end.instance))
            $0.number("seed", Double(end.seed))
            $0.number("evaluations", Double(end.evaluations))
            $0.number("converged", end.hasConverged ? 1 : 0)
            $0.number("within", end.isWithin ? 1 : 0)
        }
    }

    /// Prints a model's medians, for people only.
    func add(_ summary: AccuracySummary, _ subject: Subject) {
        guard !isJSON, !summary.isEmpty else { return }
        for estimator in AccuracyRun.estimators {
            let errors = AccuracyRun.budgets.map { summary.medianError(estimator, $0).map(Figure.short) ?? "-" }
            let covers = AccuracyRun.budgets.map { summary.coverage(estimator, $0).map(Figure.short) ?? "-" }
            print(Self.line([subject.name, estimator.rawValue] + errors + covers))
        }
        let promise = summary.promise
        print(
            "\(subject.name): \(promise.converged) of \(promise.all) growing samples converged, \(promise.within) of them "
                + "within the tolerance; \(summary.medianEvaluations) coalitions in the median")
    }

    private func object(_ kind: String, _ subject: Subject, _ write: (inout JSONLine) -> Void) {
        var line = JSONLine()
        line.text("accuracy", kind)
        line.text("model", subject.name)
        write(&line)
        line.end()
    }

    private static func line(_ cells: [String]) -> String {
        let widths = [18, 10] + Array(repeating: 12, count: 10)
        return zip(cells, widths).map { cell, width in
            cell + String(repeating: " ", count: max(1, width - cell.count))
        }.joined()
    }
}
