#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Times the parts that an explanation is made of, at several sizes of work, and checks their results first.
@main
struct ExplainBench {
    static func main() {
        do {
            let options = try Options(Array(CommandLine.arguments.dropFirst()))
            if options.isHelp { return print(Options.help) }
            exit(try run(options) ? 0 : 1)
        } catch let error as OptionError {
            print("explain-bench: \(error)")
            exit(64)
        } catch {
            print("explain-bench: \(error)")
            exit(1)
        }
    }

    /// Runs what is asked for; false when a result is wrong.
    private static func run(_ options: Options) throws -> Bool {
        let report = Report(isJSON: options.isJSON)
        var subjects: [Subject] = []
        for folder in options.folders {
            let models = try ModelFolder(folder)
            models.skipped.forEach(report.skip)
            // A name that two folders have is measured once.
            subjects += models.subjects.filter { subject in !subjects.contains { $0.name == subject.name } }
        }
        if options.isAccuracy {
            return try AccuracyRun(subjects, options).run()
        }
        let wanted = benchmarks(subjects).filter { $0.path.contains(options.filter) }
        if options.isList {
            wanted.forEach(report.name)
            return true
        }
        var isRight = true
        report.header()
        for benchmark in wanted {
            isRight = try measure(benchmark, options, report) && isRight
        }
        return isRight
    }

    private static func benchmarks(_ subjects: [Subject]) -> [Benchmark] {
        var benchmarks = JSONBenchmarks.all() + FitBenchmarks.all()
        for subject in subjects {
            benchmarks += PredictionBenchmarks.all(subject) + JSONBenchmarks.all(subject)
            benchmarks += TreeBenchmarks.all(subject) + KernelBenchmarks.all(subject)
            benchmarks += PerturbationBenchmarks.all(subject) + StreamingBenchmarks.all(subject)
        }
        return benchmarks
    }

    /// Measures one benchmark; false when its result is wrong.
    private static func measure(_ benchmark: Benchmark, _ options: Options, _ report: Report) throws -> Bool {
        let work = try benchmark.prepare()
        if let problem = try work.validate() {
            report.refuse(benchmark, problem)
            return false
        }
        do {
            try report.add(benchmark, work, try Measurement(of: work, leastSeconds: options.seconds))
            return true
        } catch let wrong as StreamingBenchmarks.Wrong {
            report.refuse(benchmark, wrong.problem)
            return false
        }
    }
}
