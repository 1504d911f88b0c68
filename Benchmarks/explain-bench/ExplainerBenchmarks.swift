import ExplainCore

/// Shapley values of one instance of the demonstration model.
enum ExplainerBenchmarks {
    static func all(_ demonstration: Demonstration) throws -> [Benchmark] {
        try [4, 6, 8, 10].map { try enumeration(demonstration, players: $0, background: 100) }
            + [10, 400].map { try enumeration(demonstration, players: 10, background: $0) }
            + [64, 256, 512].map { try kernelSHAP(demonstration, budget: $0) }
    }

    private static func enumeration(
        _ demonstration: Demonstration, players: Int, background: Int
    ) throws -> Benchmark {
        let game = try game(demonstration, players: players, background: background)
        let method = ExactEnumeration()
        return Benchmark(
            name: "enumeration", size: "\(players) players, \(background) background", count: 1 << players,
            unit: "coalitions",
            validate: {
                let alone = try method.attributions(of: game, context: ComputeContext(parallelism: 1))
                let shared = try method.attributions(of: game, context: ComputeContext(parallelism: 2))
                return alone == shared ? inefficiency(alone) : "the number of threads changes bits"
            },
            run: { try method.attributions(of: game, context: ComputeContext()).values[0, 0] })
    }

    private static func kernelSHAP(_ demonstration: Demonstration, budget: Int) throws -> Benchmark {
        let game = try game(demonstration, players: 10, background: 100)
        let method = KernelSHAP(budget: budget, estimator: .leverage)
        return Benchmark(
            name: "kernel_shap", size: "10 players, budget \(budget)", count: budget, unit: "coalitions",
            validate: {
                let estimate = try method.attributions(of: game, context: ComputeContext(seed: 1))
                let truth = try ExactEnumeration().attributions(of: game, context: ComputeContext())
                let error = relativeError(estimate.values.row(0), truth.values.row(0))
                guard error < 0.1 else { return "a relative error of \(error)" }
                return estimate.evaluations <= budget ? inefficiency(estimate) : "more evaluations than the budget"
            },
            run: { try method.attributions(of: game, context: ComputeContext(seed: 1)).values[0, 0] })
    }

    /// The squared distance to the truth as a share of the truth's squared length.
    private static func relativeError(_ estimate: ArraySlice<Double>, _ truth: ArraySlice<Double>) -> Double {
        let distance = zip(estimate, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        return distance / truth.reduce(0) { $0 + $1 * $1 }
    }

    /// What is wrong when the values do not add up to the full value; nil when they do.
    private static func inefficiency(_ result: Attributions) -> String? {
        let sum = result.values.row(0).reduce(result.baseValues[0], +)
        let error = abs(sum - result.fullValues[0])
        return error <= 1e-9 * max(1, abs(result.fullValues[0])) ? nil : "the values miss the prediction by \(error)"
    }

    /// A game of `players` players: all but the last are one column each, the last has the others.
    private static func game(_ demonstration: Demonstration, players: Int, background: Int) throws -> ModelGame {
        let names = demonstration.names
        let groups = (0..<players).map { $0 < players - 1 ? [$0] : Array((players - 1)..<names.count) }
        return ModelGame(
            model: demonstration.model, instance: Array(demonstration.rows.row(0)),
            background: try Background(demonstration.rows(background)),
            players: Players(names: Array(names[..<players]), columns: groups), space: .margin, outputs: [0])
    }
}
