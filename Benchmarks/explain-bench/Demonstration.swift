import ExplainCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A demonstration model with its reference rows.
struct Demonstration {
    /// The model.
    let model: any Model
    /// The bytes of the model file.
    let modelBytes: [UInt8]
    /// The reference rows.
    let rows: Matrix
    /// The columns' names.
    let names: [String]

    /// Loads `model.json` and `background.csv` of a folder.
    init(folder: String) throws {
        modelBytes = try Self.read(folder + "/model.json")
        model = try ModelFile.load(modelBytes).model
        var reader = CSVReader(try Self.read(folder + "/background.csv"))
        names = try reader.nextRecord() ?? []
        var values: [Double] = []
        while let record = try reader.nextRecord() { values += record.map { Double($0) ?? .nan } }
        rows = Matrix(rows: values.count / max(1, names.count), columns: names.count, storage: values)
    }

    /// The first `count` reference rows, over again where there are fewer.
    func rows(_ count: Int) -> Matrix {
        let storage = (0..<count).flatMap { rows.row($0 % rows.rows) }
        return Matrix(rows: count, columns: rows.columns, storage: storage)
    }

    private static func read(_ path: String) throws -> [UInt8] {
        // SAFETY: the stream is closed once, and fread writes within the buffer it is given.
        guard let file = unsafe fopen(path, "rb") else { throw Missing(path: path) }
        defer { _ = unsafe fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = unsafe fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// A file that is not where the benchmark looks for it.
    struct Missing: Error, CustomStringConvertible {
        /// The path.
        let path: String

        var description: String { "\(path) is not there: run explain-bench from the top of the repository" }
    }
}
