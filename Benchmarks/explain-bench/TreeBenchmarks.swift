import ExplainCore

/// Exact Shapley values of tree ensembles, from the trees.
enum TreeBenchmarks {
    static func all(_ subject: Subject) -> [Benchmark] {
        guard let trees = subject.trees else { return [] }
        let method = TreeSHAP(trees, players: subject.players)
        let batches = [1, 64, 1000]
        return (TreeSHAP.hasCovers(trees) ? batches.map { pathDependent(subject, method, rows: $0) } : [])
            + batches.map { interventional(subject, method, rows: $0) }
            + [walked(subject, method), tables(subject, method)]
    }

    private static func pathDependent(_ subject: Subject, _ method: TreeSHAP, rows: Int) -> Benchmark {
        Benchmark(name: "path_dependent", model: subject.name, size: "rows=\(rows)", count: rows, unit: "rows") {
            let cache = PathLayoutCache()
            let instances = (0..<rows).map { subject.instance($0) }
            let matrix = Matrix(rows: rows, columns: instances[0].count, storage: instances.flatMap(\.self))
            let explain = { (row: Int, threads: Int) throws(ExplainError) -> Attributions in
                try method.pathDependent(
                    instance: instances[row], cache: cache, context: ComputeContext(parallelism: threads))
            }
            return Work(
                check: "adds up to 1e-12; two threads and a batch have the same bits",
                validate: {
                    var problem: String?
                    try method.pathDependent(instances: matrix, cache: cache, context: ComputeContext()) {
                        block throws(ExplainError) in
                        for row in block.rows.prefix(20) {
                            let alone = try explain(row, 1)
                            problem = problem ?? Check.additivity(alone)
                            let shared = try explain(row, 2)
                            let inBatch = block.attributions(at: row - block.rows.lowerBound)
                            if shared != alone || inBatch != alone { problem = "threads or company change bits" }
                        }
                    }
                    return problem
                },
                run: {
                    guard rows > 1 else { return try explain(0, 1).values[0, 0] }
                    var kept = 0.0
                    try method.pathDependent(instances: matrix, cache: cache, context: ComputeContext()) {
                        block throws(ExplainError) in kept += block.values[0, 0]
                    }
                    return kept
                },
                sample: { try explain(0, 1).values.storage },
                facts: { [Work.Fact(name: "layout_bytes", value: Double(cache.bytes))] })
        }
    }

    private static func interventional(_ subject: Subject, _ method: TreeSHAP, rows: Int) -> Benchmark {
        Benchmark(name: "interventional", model: subject.name, size: "rows=\(rows)", count: rows, unit: "rows") {
            let matrix = subject.rows(rows)
            let background = subject.background
            // Tables are there before the first request, as a server builds them when it loads a model.
            let cache = LeafTableCache()
            try cache.build(method, background: background, context: ComputeContext())
            let explain = { (row: Int) in
                try method.interventional(
                    instance: Array(matrix.row(row)), background: background, cache: cache, context: ComputeContext())
            }
            let batch = { () throws -> [Attributions] in
                var results: [Attributions] = []
                try method.interventional(
                    instances: matrix, background: background, cache: cache, context: ComputeContext()
                ) { block throws(ExplainError) in
                    for position in 0..<block.rows.count { results.append(block.attributions(at: position)) }
                }
                return results
            }
            return Work(
                check: "adds up to 1e-12; the bits of walked trees, alone and in a batch",
                validate: {
                    for (row, result) in try batch().enumerated().prefix(20) {
                        if let problem = Check.additivity(result) { return problem }
                        guard result == (try explain(row)) else { return "a batch gives other bits than its rows" }
                    }
                    let walked = try method.interventional(
                        instance: Array(matrix.row(0)), background: background, context: ComputeContext())
                    return walked == (try explain(0)) ? nil : "tables give other bits than a walk"
                },
                run: {
                    guard rows > 1 else { return try explain(0).values[0, 0] }
                    var kept = 0.0
                    try method.interventional(
                        instances: matrix, background: background, cache: cache, context: ComputeContext()
                    ) { block throws(ExplainError) in kept += block.values[0, 0] }
                    return kept
                },
                sample: { try explain(0).values.storage },
                facts: {
                    [
                        Work.Fact(name: "background_rows", value: Double(background.rows.rows)),
                        Work.Fact(name: "table_bytes", value: Double(cache.bytes)),
                    ]
                })
        }
    }

    private static func walked(_ subject: Subject, _ method: TreeSHAP) -> Benchmark {
        Benchmark(name: "interventional_walk", model: subject.name, size: "rows=1", count: 1, unit: "rows") {
            let instance = subject.instance(0)
            let background = subject.background
            let explain = { (threads: Int) in
                try method.interventional(
                    instance: instance, background: background, context: ComputeContext(parallelism: threads))
            }
            return Work(
                check: "adds up to 1e-12; two threads have the same bits",
                validate: {
                    let alone = try explain(1)
                    return alone == (try explain(2)) ? Check.additivity(alone) : "the number of threads changes bits"
                },
                run: { try explain(1).values[0, 0] })
        }
    }

    private static func tables(_ subject: Subject, _ method: TreeSHAP) -> Benchmark {
        let rows = subject.background.rows.rows
        return Benchmark(
            name: "leaf_tables", model: subject.name, size: "background=\(rows)", count: 1, unit: "builds"
        ) {
            let instance = subject.instance(0)
            let background = subject.background
            let build = { (cache: LeafTableCache) in
                try cache.build(method, background: background, context: ComputeContext())
            }
            let kept = LeafTableCache()
            return Work(
                check: "within the bound of memory; the bits of walked trees",
                validate: {
                    guard try build(kept), kept.bytes <= kept.maximumBytes else {
                        return "the tables exceed their bound"
                    }
                    let explained = try method.interventional(
                        instance: instance, background: background, cache: kept, context: ComputeContext())
                    let walked = try method.interventional(
                        instance: instance, background: background, context: ComputeContext())
                    return explained == walked ? nil : "tables give other bits than a walk"
                },
                run: { try build(LeafTableCache()) ? 1 : 0 },
                facts: { [Work.Fact(name: "table_bytes", value: Double(kept.bytes))] })
        }
    }
}
