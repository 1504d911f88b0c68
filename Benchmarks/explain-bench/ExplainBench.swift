/// Times the parts that an explanation is made of, at several sizes of work, and checks their results first.
///
/// Run from the top of the repository: `swift run -c release explain-bench [NAME]`. A NAME selects the benchmarks whose name
/// contains it.
@main
struct ExplainBench {
    static func main() throws {
        let filter = CommandLine.arguments.dropFirst().first ?? ""
        let demonstration = try Demonstration(folder: "Fixtures/models/diabetes")
        let benchmarks =
            JSONBenchmarks.all() + PredictionBenchmarks.all(demonstration)
            + (try ExplainerBenchmarks.all(demonstration)) + (try TreeBenchmarks.all(demonstration))
        print(Measurement.header)
        for benchmark in benchmarks where filter.isEmpty || benchmark.name.contains(filter) {
            guard let problem = try benchmark.validate() else {
                print(try Measurement(of: benchmark).line)
                continue
            }
            print("\(benchmark.name): not timed, its result is wrong: \(problem)")
        }
    }
}
