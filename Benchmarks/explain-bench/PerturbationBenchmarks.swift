import ExplainCore

/// LIME and permutation importance, with the model's share of the time apart.
enum PerturbationBenchmarks {
    static func all(_ subject: Subject) -> [Benchmark] {
        [1000, 5000].map { lime(subject, samples: $0) } + [64, 1000].map { importance(subject, rows: $0) }
    }

    private static func lime(_ subject: Subject, samples: Int) -> Benchmark {
        Benchmark(name: "lime", model: subject.name, size: "samples=\(samples)", count: samples, unit: "samples") {
            let model = CountingModel(subject.model)
            let method = LIME(samples: samples, featureLimit: min(10, subject.players.count))
            let explain = { (threads: Int) in
                try method.explain(
                    model: model, schema: subject.schema, instance: subject.instance(0),
                    background: subject.background, players: subject.players, space: subject.space, outputs: [0],
                    context: ComputeContext(seed: 1, parallelism: threads))
            }
            return Work(
                check: "10 features at most; two threads have the same bits",
                validate: {
                    let result = try explain(1)
                    let used = result.surrogates[0].coefficients.count { $0 != 0 }
                    guard used <= 10 else { return "\(used) features where 10 are asked for" }
                    return result == (try explain(2)) ? nil : "the number of threads changes bits"
                },
                run: { try explain(1).surrogates[0].intercept },
                modelSeconds: { model.spent.seconds },
                sample: { try explain(1).surrogates[0].coefficients })
        }
    }

    private static func importance(_ subject: Subject, rows: Int) -> Benchmark {
        let size = "rows=\(rows),repeats=5"
        let count = rows * subject.players.count * 5
        return Benchmark(name: "permutation_importance", model: subject.name, size: size, count: count, unit: "rows") {
            let model = CountingModel(subject.model)
            let batch = subject.rows(rows)
            var random = CounterRandom(seed: 1)
            let predictions = try subject.model.predict(batch, space: .margin)
            let labels = (0..<rows).map { predictions[$0, 0] + random.nextNormal() }
            let method = PermutationImportance(metric: .r2, repeats: 5)
            let measure = { (threads: Int) in
                try method.importance(
                    model: model, rows: batch, labels: labels, players: subject.players, space: .margin,
                    context: ComputeContext(seed: 1, parallelism: threads))
            }
            return Work(
                check: "two threads have the same bits; all finite",
                validate: {
                    let result = try measure(1)
                    guard result == (try measure(2)) else { return "the number of threads changes bits" }
                    return result.means.allSatisfy(\.isFinite) ? nil : "an importance is not finite"
                },
                run: { try measure(1).means[0] },
                modelSeconds: { model.spent.seconds })
        }
    }
}
