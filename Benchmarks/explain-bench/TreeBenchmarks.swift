import ExplainCore

/// Exact Shapley values of the demonstration model from its trees.
enum TreeBenchmarks {
    static func all(_ demonstration: Demonstration) throws -> [Benchmark] {
        guard let ensemble = demonstration.model as? TreeEnsemble else { return [] }
        let columns = demonstration.names.indices.map { [$0] }
        let method = TreeSHAP(ensemble, players: Players(names: demonstration.names, columns: columns))
        let instance = Array(demonstration.rows.row(0))
        return try [1, 100].map { try direct(method, instance, try Background(demonstration.rows($0))) }
            + [
                try tabled(method, instance, try Background(demonstration.rows(100))),
                try building(method, instance, try Background(demonstration.rows(100))),
                pathDependent(method, instance),
            ]
    }

    private static func direct(
        _ method: TreeSHAP, _ instance: [Double], _ background: Background
    ) throws -> Benchmark {
        Benchmark(
            name: "tree_shap, walked", size: "\(background.rows.rows) background", count: 1, unit: "rows",
            validate: {
                let alone = try method.interventional(
                    instance: instance, background: background, context: ComputeContext(parallelism: 1))
                let shared = try method.interventional(
                    instance: instance, background: background, context: ComputeContext(parallelism: 2))
                return alone == shared ? inefficiency(alone) : "the number of threads changes bits"
            },
            run: {
                try method.interventional(instance: instance, background: background, context: ComputeContext())
                    .values[0, 0]
            })
    }

    private static func tabled(
        _ method: TreeSHAP, _ instance: [Double], _ background: Background
    ) throws -> Benchmark {
        let cache = LeafTableCache()
        return Benchmark(
            name: "tree_shap, tables warm", size: "\(background.rows.rows) background", count: 1, unit: "rows",
            validate: {
                inefficiency(
                    try method.interventional(
                        instance: instance, background: background, cache: cache, context: ComputeContext()))
            },
            run: {
                try method.interventional(
                    instance: instance, background: background, cache: cache, context: ComputeContext()
                ).values[0, 0]
            })
    }

    private static func building(
        _ method: TreeSHAP, _ instance: [Double], _ background: Background
    ) throws -> Benchmark {
        Benchmark(
            name: "tree_shap, tables built", size: "\(background.rows.rows) background", count: 1, unit: "tables",
            validate: { nil },
            run: {
                try method.interventional(
                    instance: instance, background: background, cache: LeafTableCache(), context: ComputeContext()
                ).values[0, 0]
            })
    }

    private static func pathDependent(_ method: TreeSHAP, _ instance: [Double]) -> Benchmark {
        Benchmark(
            name: "tree_path_dependent", size: "\(method.players.count) players", count: 1, unit: "rows",
            validate: { inefficiency(try method.pathDependent(instance: instance, context: ComputeContext())) },
            run: { try method.pathDependent(instance: instance, context: ComputeContext()).values[0, 0] })
    }

    /// What is wrong when the values do not add up to the full value; nil when they do.
    private static func inefficiency(_ result: Attributions) -> String? {
        let sum = result.values.row(0).reduce(result.baseValues[0], +)
        let error = abs(sum - result.fullValues[0])
        return error <= 1e-12 * max(1, abs(result.fullValues[0])) ? nil : "the values miss the margin by \(error)"
    }
}
