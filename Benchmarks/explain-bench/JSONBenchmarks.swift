import ExplainCore

/// Reading and writing matrices of numbers.
enum JSONBenchmarks {
    static func all() -> [Benchmark] {
        [(1, 30), (100, 30), (1000, 30)].flatMap { rows, columns in [reading(rows, columns), writing(rows, columns)] }
    }

    private static func reading(_ rows: Int, _ columns: Int) -> Benchmark {
        let matrix = random(rows, columns)
        let bytes = text(matrix)
        return Benchmark(
            name: "json read", size: "\(rows) x \(columns), \(bytes.count) bytes", count: rows * columns,
            unit: "numbers",
            validate: { try parsed(bytes, columns) == matrix ? nil : "other bits than were written" },
            run: { try parsed(bytes, columns)[0, 0] })
    }

    private static func writing(_ rows: Int, _ columns: Int) -> Benchmark {
        let matrix = random(rows, columns)
        return Benchmark(
            name: "json write", size: "\(rows) x \(columns)", count: rows * columns, unit: "numbers",
            validate: { try parsed(text(matrix), columns) == matrix ? nil : "does not read back" },
            run: { Double(text(matrix).count) })
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
