import ExplainCore

/// Loading a model, and predicting with it.
enum PredictionBenchmarks {
    static func all(_ subject: Subject) -> [Benchmark] {
        [loading(subject)] + [1, 64, 1000, 6400].map { predicting(subject, rows: $0) }
    }

    private static func loading(_ subject: Subject) -> Benchmark {
        let path = subject.path
        let size = InputFile.bytes(path)?.count ?? 0
        return Benchmark(name: "model_load", model: subject.name, size: "bytes=\(size)", count: size, unit: "bytes") {
            Work(
                check: "predicts the same bits as the model at hand",
                validate: {
                    let rows = subject.rows(10)
                    let loaded = try ModelFile.load(InputFile.bytes(path) ?? []).model.predict(rows, space: .margin)
                    return loaded == (try subject.model.predict(rows, space: .margin)) ? nil : "other predictions"
                },
                run: { Double(try ModelFile.load(InputFile.bytes(path) ?? []).model.featureCount) })
        }
    }

    private static func predicting(_ subject: Subject, rows: Int) -> Benchmark {
        Benchmark(name: "predict", model: subject.name, size: "rows=\(rows)", count: rows, unit: "rows") {
            let model = subject.model
            let batch = subject.rows(rows)
            return Work(
                check: "rows alone have the same bits",
                validate: {
                    let together = try model.predict(batch, space: .margin)
                    let outputs = together.columns
                    for row in 0..<min(rows, 200) {
                        let one = Matrix(rows: 1, columns: batch.columns, storage: Array(batch.row(row)))
                        let alone = try model.predict(one, space: .margin)
                        guard (0..<outputs).allSatisfy({ alone[0, $0] == together[row, $0] }) else {
                            return "row \(row) has other bits in a batch"
                        }
                    }
                    return nil
                },
                run: { try model.predict(batch, space: .margin)[rows - 1, 0] },
                sample: { Array(try model.predict(subject.rows(min(rows, 16)), space: .margin).storage) })
        }
    }
}
