import ExplainCore

/// Loading a model, and predicting batches with it.
enum PredictionBenchmarks {
    static func all(_ demonstration: Demonstration) -> [Benchmark] {
        [loading(demonstration)] + [1, 64, 1024, 16_384].map { predicting(demonstration, rows: $0) }
    }

    private static func loading(_ demonstration: Demonstration) -> Benchmark {
        let bytes = demonstration.modelBytes
        return Benchmark(
            name: "model load", size: "\(bytes.count) bytes", count: bytes.count, unit: "bytes",
            validate: { try ModelFile.load(bytes).model.featureCount > 0 ? nil : "no features" },
            run: { Double(try ModelFile.load(bytes).model.featureCount) })
    }

    private static func predicting(_ demonstration: Demonstration, rows: Int) -> Benchmark {
        let model = demonstration.model
        let batch = demonstration.rows(rows)
        return Benchmark(
            name: "predict", size: "\(rows) rows x \(batch.columns)", count: rows, unit: "rows",
            validate: {
                let alone = try (0..<min(rows, 100)).map { row in
                    let one = Matrix(rows: 1, columns: batch.columns, storage: Array(batch.row(row)))
                    return try model.predict(one, space: .margin)[0, 0]
                }
                let together = try model.predict(batch, space: .margin)
                return alone.indices.allSatisfy { alone[$0] == together[$0, 0] } ? nil : "a batch changes bits"
            },
            run: { try model.predict(batch, space: .margin)[rows - 1, 0] })
    }
}
