import Testing

@testable import ExplainCore

/// Deadlines and cancellations that come when all rows are predicted and only arithmetic is left.
@Suite struct SolveDeadlineTests {
    private static let wide = 700

    private enum Stop: CaseIterable {
        case cancel
        case expire

        var error: ExplainError { self == .cancel ? .cancelled : .deadlineExceeded }

        func callAsFunction(_ cancellation: Cancellation) {
            switch self {
            case .cancel: cancellation.cancel()
            case .expire: cancellation.expire()
            }
        }
    }

    /// A context whose switch is thrown with the last evaluation.
    private func stopped(_ stop: Stop) -> ComputeContext {
        let cancellation = Cancellation()
        return ComputeContext(cancellation: cancellation) { if $0.done == $0.total { stop(cancellation) } }
    }

    private func lime(players: Int, samples: Int, _ context: ComputeContext) throws -> LIME.Result {
        let schema = try FeatureSchema((0..<players).map { Feature(name: "f\($0)", kind: .float) })
        let rows = Matrix(
            rows: 8, columns: players, storage: (0..<(8 * players)).map { Double(($0 * 7919) % 101) })
        return try LIME(samples: samples).explain(
            model: TestModel(features: players) { row in [row[0]] }, schema: schema, instance: [Double](rows.row(0)),
            background: try Background(rows), players: .features(of: schema), space: .margin, outputs: [0],
            context: context)
    }

    private func kernelSHAP(players: Int, budget: Int, _ context: ComputeContext) throws -> Attributions {
        try KernelSHAP(budget: budget, estimator: .leverage).attributions(
            of: FunctionGame(players: players) { $0.contains(1) ? 1 : 0 }, context: context)
    }

    @Test(arguments: Stop.allCases) private func aLongFitIsStopped(stop: Stop) {
        #expect(throws: stop.error) { try lime(players: Self.wide, samples: 800, stopped(stop)) }
    }

    @Test(arguments: Stop.allCases, [1000, 1600]) private func aLongRegressionIsStopped(stop: Stop, budget: Int) {
        #expect(throws: stop.error) { try kernelSHAP(players: Self.wide, budget: budget, stopped(stop)) }
    }

    @Test func aShortSolveIsFinishedUnlessCancelled() throws {
        #expect(try kernelSHAP(players: 20, budget: 300, stopped(.expire)).evaluations == 300)
        #expect(try lime(players: 20, samples: 300, stopped(.expire)).samples == 300)
        #expect(throws: ExplainError.cancelled) { try kernelSHAP(players: 20, budget: 300, stopped(.cancel)) }
        #expect(throws: ExplainError.cancelled) { try lime(players: 20, samples: 300, stopped(.cancel)) }
    }

    @Test(arguments: Stop.allCases) private func aLongSumOverAllCoalitionsIsStopped(stop: Stop) {
        let context = stopped(stop)
        context.progress(Progress(done: 1, total: 1))
        let table = [Double](repeating: 0, count: 32 << 18)
        #expect(throws: stop.error) {
            try ExactEnumeration.shapley(table, players: 18, outputs: 32, context: context)
        }
    }

    @Test func everyCalculationLooksAtTheSwitch() {
        let cancellation = Cancellation()
        cancellation.cancel()
        let checkpoint = Checkpoint(cancellation: cancellation, heedsDeadline: false)
        let unit = Matrix(rows: 2, columns: 2, storage: [1, 0, 0, 1])
        let pair = [Coalition([0])]
        #expect(throws: ExplainError.cancelled) { try Cholesky(unit, checkpoint: checkpoint) }
        #expect(throws: ExplainError.cancelled) { try Cholesky(unit)?.inverse(checkpoint: checkpoint) }
        #expect(throws: ExplainError.cancelled) { try MinimumNorm(unit, checkpoint: checkpoint) }
        #expect(throws: ExplainError.cancelled) { try HouseholderQR(unit, tolerance: 0, checkpoint: checkpoint) }
        #expect(throws: ExplainError.cancelled) {
            try PairGram.matrix(players: 2, coalitions: pair, weights: [1], checkpoint: checkpoint)
        }
        #expect(throws: ExplainError.cancelled) {
            try MembershipMoments(rows: Memberships(pair, players: 2), factors: [1], checkpoint: checkpoint)
        }
        #expect(throws: ExplainError.cancelled) {
            var random = CounterRandom(seed: 1, stream: 1)
            return try PairDesign(
                players: 200, pairs: 9, estimator: .wls, random: &random, checkpoint: checkpoint)
        }
    }
}
