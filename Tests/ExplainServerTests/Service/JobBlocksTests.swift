import ExplainAPI
import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

/// Jobs of many rows and a method that takes rows together go block after block.
@Suite struct JobBlocksTests {
    /// What a job reported.
    private final class Reports: Sendable {
        private let all = Mutex<[Progress]>([])

        var list: [Progress] { all.withLock { $0 } }

        func take(_ progress: Progress) { all.withLock { $0.append(progress) } }
    }

    private static let models =
        #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/Fixtures/models"

    private let served: ServedModel

    init() throws {
        let repository = ModelRepository(folder: Self.models)
        served = try #require(repository.snapshot.model("diabetes"))
    }

    private func service(cacheBytes: Int = 0) -> ExplanationService {
        ExplanationService(
            cacheBytes: cacheBytes, pool: ComputePool(width: 1, capacity: 1), metrics: Metrics(), clock: SystemClock())
    }

    private func order(rows: Int, _ method: RequestedMethod = .treeSHAP) throws -> ExplanationOrder {
        let storage = (0..<rows).flatMap { row -> [Double] in
            [20 + Double(row % 60), 1, 26.25 + Double(row), 94, 169.5, 99, 42, 4, 4.5, 92]
        }
        var parameters = ExplainParameters()
        parameters.method = method
        return try OrderResolver(planner: MethodPlanner()).resolve(
            parameters, instances: Matrix(rows: rows, columns: 10, storage: storage), served: served)
    }

    private static func bits(_ explained: [ServedExplanation]) -> [[UInt64]] {
        explained.map { one in
            one.value.explanations.flatMap { explanation -> [UInt64] in
                (explanation.values + [explanation.baseValue, explanation.prediction]).map(\.bitPattern)
            } + one.value.response.map(\.bitPattern)
        }
    }

    /// Blocks of 256, 256 and 88 rows have the bits of rows alone, at any number of threads; the metrics count blocks' rows.
    @Test(arguments: [RequestedMethod.treeSHAP, .treePathDependent]) func everyRowHasItsOwnBits(
        _ method: RequestedMethod
    ) throws {
        let order = try order(rows: 600, method)
        let reports = Reports()
        let together = try service().explainInJob(
            order, context: ComputeContext(parallelism: 2, progress: reports.take), call: RemoteCall())
        #expect(together.count == 600)
        let alone = try (0..<600).map { row in
            try order.task(for: row, call: RemoteCall()).run(ComputeContext())
        }
        for (one, other) in zip(together, alone) {
            #expect(one.value.explanations == other)
            #expect(one.origin == .miss)
        }
        #expect(together.map(\.seed) == (0..<600).map { order.seed(for: $0) })
        #expect(reports.list.last == Progress(done: 600, total: 600))
        #expect(reports.list.map(\.done) == reports.list.map(\.done).sorted())
        #expect(reports.list.allSatisfy { $0.total == 600 })
        #expect(reports.list.contains { $0.done == 256 } && reports.list.contains { $0.done == 512 })
        #expect(
            Self.bits(together)
                == Self.bits(try service().explainInJob(order, context: ComputeContext(), call: RemoteCall())))
    }

    @Test func whatIsCachedIsNotComputedAgain() throws {
        let service = service(cacheBytes: 64 << 20)
        let few = try order(rows: 300)
        let first = try service.explainInJob(few, context: ComputeContext(), call: RemoteCall())
        let reports = Reports()
        let many = try service.explainInJob(
            try order(rows: 600), context: ComputeContext(progress: reports.take), call: RemoteCall())
        #expect(many.prefix(300).allSatisfy { $0.origin == .hit })
        #expect(many.dropFirst(300).allSatisfy { $0.origin == .miss })
        #expect(Self.bits(Array(many.prefix(300))) == Self.bits(first))
        #expect(reports.list.first?.done == 256)
        #expect(reports.list.last == Progress(done: 600, total: 600))
    }

    /// The switch is looked at between blocks and inside them.
    @Test func aJobThatIsCalledOffEnds() throws {
        let cancellation = Cancellation()
        let reports = Reports()
        let context = ComputeContext(cancellation: cancellation) { progress in
            reports.take(progress)
            if progress.done >= 256 { cancellation.cancel() }
        }
        #expect(throws: ExplainError.cancelled) {
            try service().explainInJob(try order(rows: 2_000), context: context, call: RemoteCall())
        }
        #expect(reports.list.allSatisfy { $0.done <= 512 })
    }
}
