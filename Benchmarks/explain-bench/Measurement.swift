/// The time of one run of a benchmark: the median of repeated runs.
struct Measurement {
    private static let leastSeconds = 0.5
    private static let leastRuns = 5
    private static let mostRuns = 10_000

    private let benchmark: Benchmark
    private let medianSeconds: Double
    private let fastestSeconds: Double
    private let runs: Int

    /// Runs the benchmark once to warm up, then until the time and the number of runs suffice.
    init(of benchmark: Benchmark) throws {
        self.benchmark = benchmark
        var kept = try benchmark.run()
        var seconds: [Double] = []
        var total = 0.0
        while (total < Self.leastSeconds || seconds.count < Self.leastRuns) && seconds.count < Self.mostRuns {
            let start = ContinuousClock.now
            kept += try benchmark.run()
            let elapsed = Self.seconds(start.duration(to: .now))
            seconds.append(elapsed)
            total += elapsed
        }
        precondition(!kept.isNaN, "the results of a benchmark are numbers")
        seconds.sort()
        medianSeconds = seconds[seconds.count / 2]
        fastestSeconds = seconds[0]
        runs = seconds.count
    }

    /// The names of the columns.
    static let header = Self.columns(["benchmark", "size", "median ms", "fastest ms", "runs", "a second"])

    /// The measurement as a line under the header.
    var line: String {
        let rate = Double(benchmark.count) / medianSeconds
        return Self.columns([
            benchmark.name, benchmark.size, Self.rounded(medianSeconds * 1000), Self.rounded(fastestSeconds * 1000),
            String(runs), "\(Int(rate.rounded())) \(benchmark.unit)",
        ])
    }

    private static func columns(_ cells: [String]) -> String {
        let widths = [24, 34, 12, 12, 7, 24]
        return zip(cells, widths).map { cell, width in
            cell + String(repeating: " ", count: max(1, width - cell.count))
        }.joined()
    }

    private static func rounded(_ value: Double) -> String { String((value * 10_000).rounded() / 10_000) }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
