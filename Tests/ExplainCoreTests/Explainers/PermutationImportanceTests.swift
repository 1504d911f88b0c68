import Synchronization
import Testing

@testable import ExplainCore

@Suite struct PermutationImportanceTests {
    private let rows = Matrix(rows: 6, columns: 3, storage: (0..<18).map { Double(($0 * 5) % 11) })
    private let model = TestModel(features: 3) { row in [2 * row[0] - row[1]] }
    private let players = Players(names: ["a", "b", "c"], columns: [[0], [1], [2]])

    private var labels: [Double] { (0..<6).map { 2 * rows[$0, 0] - rows[$0, 1] } }

    private func run(
        _ method: PermutationImportance, labels: [Double]? = nil, _ context: ComputeContext = ComputeContext()
    ) throws -> ImportanceResult {
        try method.importance(
            model: model, rows: rows, labels: labels ?? self.labels, players: players, context: context)
    }

    @Test func theSameBitsAtAnyNumberOfThreads() throws {
        let method = PermutationImportance(metric: .rmse, repeats: 7, computesExactSwitch: true)
        let one = try run(method, ComputeContext(seed: 5))
        #expect(try run(method, ComputeContext(seed: 5, parallelism: 2)) == one)
        #expect(try run(method, ComputeContext(seed: 5, parallelism: 4)) == one)
        #expect(try run(method, ComputeContext(seed: 6)) != one)
    }

    @Test func anUnusedPlayerHasNoImportance() throws {
        for metric in [ImportanceMetric.r2, .rmse, .mae] {
            let result = try run(PermutationImportance(metric: metric, computesExactSwitch: true))
            #expect(result.scores.row(2).allSatisfy { $0 == 0 })
            #expect(result.means[0] > 0)
            #expect(result.exactSwitch?.values[2] == 0)
            #expect(result.intervals?[2] == ImportanceResult.Interval(lower: 0, upper: 0))
        }
    }

    @Test func shufflesComposeAndAreTheSameForEveryPlayer() {
        var shuffles = ShuffleSequence(rows: 50, seed: 1)
        let permutations = shuffles.next(3) + shuffles.next(1)
        #expect(permutations.allSatisfy { $0.sorted() == Array(0..<50) })
        #expect(Set(permutations).count == 4)
        var random = CounterRandom(seed: 1, stream: 2)
        var index = Array(0..<50)
        random.shuffle(&index)
        #expect(permutations[0] == index)
        random.shuffle(&index)
        #expect(permutations[1] == index.map { permutations[0][$0] })
    }

    @Test func theIntervalIsStudents() throws {
        let result = try run(PermutationImportance(metric: .mae, repeats: 5, confidence: 0.95), ComputeContext(seed: 2))
        let scores = [Double](result.scores.row(0))
        let mean = Summation.mean(scores)
        let deviation = (Summation.sum(scores.map { ($0 - mean) * ($0 - mean) }) / 4).squareRoot()
        let half = 2.7764451051977934 * deviation / 5.0.squareRoot()
        let interval = try #require(result.intervals?.first)
        #expect(abs(interval.lower - (mean - half)) < 1e-12)
        #expect(abs(interval.upper - (mean + half)) < 1e-12)
        #expect(try run(PermutationImportance(metric: .mae, repeats: 1)).intervals == nil)
    }

    @Test func groupsMoveTogether() throws {
        // The sum of two columns that always cancel: shuffled together they still do, one by one they do not.
        let model = TestModel(features: 2) { row in [row[0] + row[1]] }
        let rows = Matrix(rows: 8, columns: 2, storage: (0..<8).flatMap { [Double($0), -Double($0)] })
        let labels = [Double](repeating: 0, count: 8)
        let together = try PermutationImportance(metric: .mae).importance(
            model: model, rows: rows, labels: labels, players: Players(names: ["g"], columns: [[0, 1]]),
            context: ComputeContext())
        #expect(together.means == [0])
        let apart = try PermutationImportance(metric: .mae).importance(
            model: model, rows: rows, labels: labels, players: Players(names: ["a", "b"], columns: [[0], [1]]),
            context: ComputeContext())
        #expect(apart.means.allSatisfy { $0 > 0 })
    }

    @Test func rowsAreCountedAndProgressEndsAtTheTotal() throws {
        let counting = CountingModel(model)
        let reports = Mutex<[Progress]>([])
        let method = PermutationImportance(metric: .r2, repeats: 3, computesExactSwitch: true)
        let result = try method.importance(
            model: counting, rows: rows, labels: labels, players: players,
            context: ComputeContext(parallelism: 3) { progress in reports.withLock { $0.append(progress) } })
        // Every column has six different values.
        #expect(counting.rows == 6 + 3 * 3 * 6 + 3 * 6 * 5)
        #expect(result.modelRows == counting.rows)
        let done = reports.withLock { $0.map(\.done) }
        #expect(done == done.sorted())
        #expect(done.last == counting.rows)
        #expect(PermutationImportance(metric: .r2, repeats: .max).modelRows(rows: 9, players: 9) == .max)
    }

    /// Rows that share a player's values share its predictions; the mean is over all pairs of rows still.
    @Test func equalValuesAreSwitchedOnce() throws {
        let rows = Matrix(rows: 6, columns: 2, storage: [0, 1, 1, 2, 0, 3, .nan, 4, 1, 5, .nan, 6])
        let model = TestModel(features: 2) { row in [(row[0].isNaN ? 7 : row[0] * row[0]) + row[1]] }
        let counting = CountingModel(model)
        let labels = [0.5, 3, 2, 9, 8, 14]
        let result = try PermutationImportance(metric: .mae, repeats: 1, computesExactSwitch: true).importance(
            model: counting, rows: rows, labels: labels, players: Players(names: ["a", "b"], columns: [[0], [1]]),
            context: ComputeContext())
        #expect(counting.rows == 6 + 2 * 6 + 6 * 2 + 6 * 5)
        #expect(result.modelRows == counting.rows)
        for player in 0..<2 {
            var sum = 0.0
            for row in 0..<6 {
                for other in 0..<6 where other != row {
                    let first = rows[player == 0 ? other : row, 0]
                    let second = rows[player == 1 ? other : row, 1]
                    sum += abs(labels[row] - (first.isNaN ? 7 : first * first) - second)
                }
            }
            let baseline = try #require(result.exactSwitch?.baseline)
            let found = try #require(result.exactSwitch?.values[player])
            #expect(abs(found - (sum / 30 - baseline)) < 1e-12)
        }
    }

    @Test func unsuitableDataIsRefused() {
        let bad: [(ImportanceMetric, [Double])] = [
            (.accuracy, [0, 1, 2, 0, 1, 0]), (.accuracy, [0, 0.5, 1, 0, 1, 0]), (.auc, [1, 1, 1, 1, 1, 1]),
            (.r2, [0, .nan, 0, 0, 0, 0]), (.accuracy, [0, 1, -1, 0, 1, 0]), (.accuracy, [0, 1, 1e300, 0, 1, 0]),
        ]
        for (metric, labels) in bad {
            #expect(throws: ExplainError.self) { try run(PermutationImportance(metric: metric), labels: labels) }
        }
        #expect(throws: ExplainError.unsuitableData("auc has no loss of a single row to switch exactly")) {
            try run(PermutationImportance(metric: .auc, computesExactSwitch: true), labels: [0, 1, 1, 0, 1, 0])
        }
        #expect(throws: ExplainError.budgetTooSmall(0, minimum: 1)) {
            try run(PermutationImportance(metric: .r2, repeats: 0))
        }
        #expect(throws: ExplainError.unsuitableData("1000000000 shuffles of 3 players are more than fit in memory")) {
            try run(PermutationImportance(metric: .r2, repeats: 1_000_000_000))
        }
        #expect(throws: ExplainError.unsuitableData("importance needs at least two rows")) {
            try PermutationImportance(metric: .r2).importance(
                model: model, rows: Matrix(rows: 1, columns: 3), labels: [1], players: players, context: .init())
        }
        #expect(throws: ExplainError.self) {
            try run(PermutationImportance(metric: .rmse), labels: [1e200, -1e200, 0, 1, 2, 3])
        }
    }

    /// The switch is thrown inside the first pass, and inside the first piece after it.
    @Test(arguments: [1, 11]) func aPassOverManyRowsIsStopped(call: Int) {
        let cancellation = Cancellation()
        let calls = Mutex(0)
        let count = 10_000
        let model = TestModel(features: 1) { row in
            if calls.withLock({ calls in
                calls += 1
                return calls == (call - 1) * 1024 + 1
            }) {
                cancellation.cancel()
            }
            return [row[0]]
        }
        #expect(throws: ExplainError.cancelled) {
            try PermutationImportance(metric: .mae).importance(
                model: model, rows: Matrix(rows: count, columns: 1), labels: [Double](repeating: 1, count: count),
                players: Players(names: ["a"], columns: [[0]]), context: ComputeContext(cancellation: cancellation))
        }
        #expect(calls.withLock { $0 } <= call * 1024)
    }

    @Test func moreShufflesThanAreHeldAtOnceAreTheSameShuffles() throws {
        let rows = (1 << 22) / 2 + 1
        var together = ShuffleSequence(rows: rows, seed: 3)
        var apart = together
        let shuffles = together.next(2)
        #expect(apart.next(1) == [shuffles[0]])
        #expect(apart.next(1) == [shuffles[1]])
    }

    @Test func predictionsThatDoNotFitInMemoryAreRefused() {
        let model = TestModel(features: 1, outputs: 1 << 20) { _ in [] }
        #expect(
            throws: ExplainError.unsuitableData(
                "predictions of 9 rows with 1048576 outputs are more than fit in memory")
        ) {
            try PermutationImportance(metric: .mae).importance(
                model: model, rows: Matrix(rows: 9, columns: 1), labels: [Double](repeating: 0, count: 9),
                players: Players(names: ["a"], columns: [[0]]), context: ComputeContext())
        }
    }

    @Test func cancellationAndDeadline() {
        let cancellation = Cancellation()
        cancellation.expire()
        let context = ComputeContext(cancellation: cancellation)
        #expect(throws: ExplainError.deadlineExceeded) { try run(PermutationImportance(metric: .r2), context) }
        cancellation.cancel()
        #expect(throws: ExplainError.cancelled) { try run(PermutationImportance(metric: .r2), context) }
    }
}
