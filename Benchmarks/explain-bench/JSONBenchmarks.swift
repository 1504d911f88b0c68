import ExplainCore

/// Reading and writing matrices of numbers.
enum JSONBenchmarks {
    /// Rows of a model as a request carries them.
    static func all(_ subject: Subject) -> [Benchmark] {
        [1, 64, 1000].map { reading(subject.rows($0), model: subject.name) }
    }

    /// Numbers with all their digits.
    static func all() -> [Benchmark] {
        [1, 100, 1000].flatMap { rows in [reading(random(rows, 30)), writing(random(rows, 30))] }
    }

    private static func reading(_ matrix: Matrix, model: String = "-") -> Benchmark {
        Benchmark(
            name: "json_decode", model: model, size: "rows=\(matrix.rows)", count: matrix.storage.count,
            unit: "numbers"
        ) {
            let bytes = text(matrix)
            return Work(
                check: "the same bits as were written",
                validate: { try parsed(bytes, matrix.columns) == matrix ? nil : "other bits than were written" },
                run: { try parsed(bytes, matrix.columns)[0, 0] },
                facts: { [Work.Fact(name: "bytes", value: Double(bytes.count))] })
        }
    }

    private static func writing(_ matrix: Matrix) -> Benchmark {
        Benchmark(
            name: "json_encode", size: "rows=\(matrix.rows)", count: matrix.storage.count, unit: "numbers"
        ) {
            Work(
                check: "reads back the same bits",
                validate: { try parsed(text(matrix), matrix.columns) == matrix ? nil : "does not read back" },
                run: { Double(text(matrix).count) })
        }
    }

    private static func parsed(_ bytes: [UInt8], _ columns: Int) throws -> Matrix {
        var reader = JSONReader(bytes)
        let matrix = try reader.readMatrix(columns: columns, nullAsNaN: false)
        try reader.finish()
        return matrix
    }

    private static func text(_ matrix: Matrix) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for row in 0..<matrix.rows { writer.doubles(matrix.row(row)) }
        writer.endArray()
        return writer.bytes
    }

    private static func random(_ rows: Int, _ columns: Int) -> Matrix {
        var generator = CounterRandom(seed: 1, stream: UInt64(rows))
        let storage = (0..<(rows * columns)).map { _ in generator.nextNormal() * 100 }
        return Matrix(rows: rows, columns: columns, storage: storage)
    }
}
