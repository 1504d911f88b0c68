import ExplainCore

/// Explaining more rows than anyone would hold: memory must not grow with their number.
enum StreamingBenchmarks {
    static func all(_ subject: Subject) -> [Benchmark] {
        guard let trees = subject.trees else { return [] }
        let method = TreeSHAP(trees, players: subject.players)
        let layouts = PathLayoutCache()
        var benchmarks = [
            streaming("interventional", subject) { rows, take in
                // Without tables in the cache: they are built for a block of rows, tree by tree.
                try method.interventional(
                    instances: rows, background: subject.background, context: ComputeContext()
                ) { block throws(ExplainError) in
                    for position in 0..<block.rows.count { take(block.attributions(at: position)) }
                }
            }
        ]
        if TreeSHAP.hasCovers(trees) {
            benchmarks.append(
                streaming("path_dependent", subject) { rows, take in
                    try method.pathDependent(instances: rows, cache: layouts, context: ComputeContext()) {
                        block throws(ExplainError) in
                        for position in 0..<block.rows.count { take(block.attributions(at: position)) }
                    }
                })
        }
        return benchmarks
    }

    private static let rows = 100_000
    private static let allowedKiB = 65_536
    private static let rowsAtOnce = 10_000

    private static func streaming(
        _ name: String, _ subject: Subject,
        explain: @escaping (Matrix, (Attributions) -> Void) throws -> Void
    ) -> Benchmark {
        Benchmark(
            name: "streaming_\(name)", model: subject.name, size: "rows=\(rows)", count: rows, unit: "rows"
        ) {
            var random = CounterRandom(seed: 1)
            let next = {
                let block = subject.rows(rowsAtOnce)
                let storage = block.storage.map { $0 + 0.1 * random.nextNormal() }
                return Matrix(rows: block.rows, columns: block.columns, storage: storage)
            }
            // What is built once, such as layouts, is not growth.
            try explain(next()) { _ in }
            let growth = Growth()
            return Work(
                check: "every row adds up to 1e-12; grows by less than 64 MiB",
                validate: { nil },
                run: {
                    var (count, kept) = (0, 0.0)
                    var problem: String?
                    growth.start()
                    while count < rows {
                        let before = count
                        try explain(next()) { result in
                            problem = problem ?? Check.additivity(result)
                            kept += result.values[0, 0]
                            count += 1
                            if count % 1000 == 0 { growth.look() }
                        }
                        guard count == before + rowsAtOnce else { throw Wrong(problem: "\(count) rows were explained") }
                    }
                    if let problem { throw Wrong(problem: problem) }
                    guard growth.kibibytes < allowedKiB else {
                        throw Wrong(problem: "the resident set grew by \(growth.kibibytes) KiB")
                    }
                    return kept
                },
                facts: { [Work.Fact(name: "resident_growth_kib", value: Double(growth.kibibytes))] }, isLong: true)
        }
    }

    /// The growth of the resident set.
    private final class Growth {
        private var first = 0
        private var largest = 0

        var kibibytes: Int { largest - first }

        func start() {
            first = ProcessMeter.residentKiB ?? 0
            largest = first
        }

        func look() { largest = max(largest, ProcessMeter.residentKiB ?? 0) }
    }

    /// A result that is wrong in the middle of a run.
    struct Wrong: Error, CustomStringConvertible {
        /// What is wrong.
        let problem: String

        var description: String { problem }
    }
}
