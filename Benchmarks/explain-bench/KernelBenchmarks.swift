import ExplainCore

/// Shapley values of a model taken as a black box, end to end, and exact enumeration.
enum KernelBenchmarks {
    static func all(_ subject: Subject) -> [Benchmark] {
        let players = subject.players.count
        let budgets = [2, 5, 10, 20, 50].map { $0 * players + 2 }
        return budgets.map { kernelSHAP(subject, .gpOdd, budget: $0) }
            + [10 * players + 2, 2048].map { kernelSHAP(subject, .leverage, budget: $0) }
            + [kernelSHAP(subject, .wls, budget: 10 * players + 2), converging(subject)]
            + (subject.trees == nil ? [] : [6, 8, 10]).filter { $0 <= players }.map {
                enumeration(subject, players: $0)
            }
    }

    private static func kernelSHAP(_ subject: Subject, _ estimator: Estimator, budget: Int) -> Benchmark {
        let size = "estimator=\(estimator.rawValue),budget=\(budget)"
        // No sample is within a tolerance of nothing: the whole budget is spent.
        let method = KernelSHAP(budget: budget, estimator: estimator, tolerance: 0)
        return sampled(subject, method, size: size)
    }

    private static func converging(_ subject: Subject) -> Benchmark {
        let budget = MethodPlanner.defaultBudget(players: subject.players.count)
        return sampled(subject, KernelSHAP(budget: budget), size: "estimator=gp_odd,default")
    }

    private static func sampled(_ subject: Subject, _ method: KernelSHAP, size: String) -> Benchmark {
        Benchmark(name: "kernel_shap", model: subject.name, size: size, count: 1, unit: "rows") {
            let model = CountingModel(subject.model)
            let game = subject.game(0, model: model)
            let result = try method.attributions(of: game, context: ComputeContext(seed: 1))
            return Work(
                check: "adds up to 1e-9; within the budget; two threads have the same bits",
                validate: {
                    let shared = try method.attributions(
                        of: game, context: ComputeContext(seed: 1, parallelism: 2))
                    guard shared == result else { return "the number of threads changes bits" }
                    guard result.evaluations <= method.budget else { return "more evaluations than the budget" }
                    return Check.additivity(result, tolerance: 1e-9)
                },
                run: { try method.attributions(of: game, context: ComputeContext(seed: 1)).values[0, 0] },
                modelSeconds: { model.spent.seconds },
                sample: { Array(result.values.row(0)) },
                facts: { [Work.Fact(name: "evaluations", value: Double(result.evaluations))] })
        }
    }

    /// All but the last player are one column each, the last has the others.
    private static func enumeration(_ subject: Subject, players: Int) -> Benchmark {
        Benchmark(name: "enumeration", model: subject.name, size: "players=\(players)", count: 1, unit: "rows") {
            let columns = subject.model.featureCount
            let groups = (0..<players).map { $0 < players - 1 ? [$0] : Array((players - 1)..<columns) }
            let model = CountingModel(subject.model)
            let grouped = Players(names: Array(subject.schema.names[..<players]), columns: groups)
            let game = ModelGame(
                model: model, instance: subject.instance(0), background: subject.background, players: grouped,
                space: subject.space, outputs: [0])
            let explain = { try ExactEnumeration().attributions(of: game, context: ComputeContext()) }
            return Work(
                check: "adds up to 1e-9; within 1e-5 of TreeSHAP for the same groups",
                validate: {
                    let result = try explain()
                    guard let trees = subject.trees else { return Check.additivity(result, tolerance: 1e-9) }
                    let exact = try TreeSHAP(trees, players: grouped).interventional(
                        instance: subject.instance(0), background: subject.background, context: ComputeContext())
                    return Check.closeness(result, exact, tolerance: 1e-5)
                        ?? Check.additivity(result, tolerance: 1e-9)
                },
                run: { try explain().values[0, 0] },
                modelSeconds: { model.spent.seconds })
        }
    }
}
