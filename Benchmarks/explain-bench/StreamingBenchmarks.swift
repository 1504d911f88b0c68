import ExplainCore

/// Explaining more rows than anyone would hold: memory must not grow with their number.
enum StreamingBenchmarks {
    static func all(_ subject: Subject) -> [Benchmark] {
        guard let trees = subject.trees else { return [] }
        let method = TreeSHAP(trees, players: subject.players)
        let cache = LeafTableCache()
        return [
            streaming("interventional", subject) {
                try method.interventional(
                    instance: $0, background: subject.background, cache: cache, context: ComputeContext())
            }
        ]
    }

    private static let rows = 100_000
    private static let allowedKiB = 65_536
    private static let rowsBetweenLooks = 1000

    private static func streaming(
        _ name: String, _ subject: Subject, explain: @escaping ([Double]) throws -> Attributions
    ) -> Benchmark {
        Benchmark(
            name: "streaming_\(name)", model: subject.name, size: "rows=\(rows)", count: rows, unit: "rows"
        ) {
            // What is built once, such as tables, is not growth.
            for index in 0..<rowsBetweenLooks { _ = try explain(subject.instance(index)) }
            let growth = Growth()
            return Work(
                check: "every row adds up to 1e-12; grows by less than 64 MiB",
                validate: { Check.additivity(try explain(subject.instance(0))) },
                run: {
                    var random = CounterRandom(seed: 1)
                    var kept = 0.0
                    growth.start()
                    for index in 0..<rows {
                        var row = subject.instance(index)
                        for column in row.indices { row[column] += 0.1 * random.nextNormal() }
                        let result = try explain(row)
                        if let problem = Check.additivity(result) { throw Wrong(problem: "row \(index): \(problem)") }
                        kept += result.values[0, 0]
                        if index % rowsBetweenLooks == 0 { growth.look() }
                    }
                    growth.look()
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
