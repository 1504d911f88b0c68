/// Prints results, as a table for people or as one JSON object a line.
struct Report {
    private let isJSON: Bool

    /// Starts a report.
    init(isJSON: Bool) { self.isJSON = isJSON }

    /// Says that a model is left out.
    func skip(_ skipped: ModelFolder.Skipped) {
        guard isJSON else { return print("\(skipped.name) is skipped: \(skipped.reason)") }
        var line = JSONLine()
        line.text("skipped", skipped.name)
        line.text("reason", skipped.reason)
        line.end()
    }

    /// Names a benchmark that is not run.
    func name(_ benchmark: Benchmark) { isJSON ? Self.line(of: benchmark).end() : print(benchmark.path) }

    /// Prints the names of the columns.
    func header() {
        guard !isJSON else { return }
        let columns = [
            "benchmark", "model", "size", "cpu ms", "median", "wall ms", "median", "own ms", "runs", "a second",
        ]
        print(Self.line(columns) + "checked: facts")
    }

    /// Prints a benchmark's times.
    func add(_ benchmark: Benchmark, _ work: Work, _ measured: Measurement) throws {
        isJSON ? try addObject(benchmark, work, measured) : addLine(benchmark, work, measured)
    }

    /// Says that a benchmark's result is wrong.
    func refuse(_ benchmark: Benchmark, _ problem: String) {
        guard isJSON else { return print("\(benchmark.path): not timed, its result is wrong: \(problem)") }
        var line = Self.line(of: benchmark)
        line.text("problem", problem)
        line.end()
    }

    private func addLine(_ benchmark: Benchmark, _ work: Work, _ measured: Measurement) {
        let rate = Double(benchmark.count) / measured.processor.fastest
        let cells = [
            benchmark.name, benchmark.model, benchmark.size, Self.milliseconds(measured.processor.fastest),
            Self.milliseconds(measured.processor.median), Self.milliseconds(measured.wall.fastest),
            Self.milliseconds(measured.wall.median), measured.overhead.map { Self.milliseconds($0.fastest) } ?? "",
            String(measured.runs), "\(Figure.short(rate)) \(benchmark.unit)",
        ]
        let facts = work.facts().map { ", \($0.name) \(Figure.short($0.value))" }.joined()
        print(Self.line(cells) + work.check + facts)
    }

    private func addObject(_ benchmark: Benchmark, _ work: Work, _ measured: Measurement) throws {
        var line = Self.line(of: benchmark)
        line.text("checked", work.check)
        line.number("count", Double(benchmark.count))
        line.text("unit", benchmark.unit)
        line.number("runs", Double(measured.runs))
        line.number("cpu_ms_min", measured.processor.fastest * 1e3)
        line.number("cpu_ms_median", measured.processor.median * 1e3)
        line.number("wall_ms_min", measured.wall.fastest * 1e3)
        line.number("wall_ms_median", measured.wall.median * 1e3)
        if let overhead = measured.overhead {
            line.number("own_ms_min", overhead.fastest * 1e3)
            line.number("own_ms_median", overhead.median * 1e3)
        }
        for fact in work.facts() { line.number(fact.name, fact.value) }
        line.numbers("sample", try work.sample())
        line.end()
    }

    private static func line(of benchmark: Benchmark) -> JSONLine {
        var line = JSONLine()
        line.text("benchmark", benchmark.name)
        line.text("model", benchmark.model)
        line.text("size", benchmark.size)
        return line
    }

    private static func milliseconds(_ seconds: Double) -> String { Figure.short(seconds * 1e3) }

    private static func line(_ cells: [String]) -> String {
        let widths = [20, 18, 28, 10, 10, 10, 10, 10, 8, 20]
        return zip(cells, widths).map { cell, width in
            cell + String(repeating: " ", count: max(1, width - cell.count))
        }.joined()
    }
}
