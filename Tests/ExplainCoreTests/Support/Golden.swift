import ExplainCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The reference data under `Fixtures/golden`.
enum Golden {
    /// Why a fixture could not be used.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// The folder of the reference data, with a slash at the end.
    static let folder = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/Fixtures/golden/"

    /// The bytes of a file below the folder.
    static func bytes(_ path: String) throws -> [UInt8] {
        guard let file = unsafe fopen(folder + path, "r") else { throw Missing(description: "no file \(path)") }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// A JSON file below the folder.
    static func json(_ path: String) throws -> JSONValue { try JSONValue.parse(try bytes(path)) }

    /// The number a value stands for: `null` is NaN, the strings `"inf"`, `"-inf"` and `"-0.0"` are themselves.
    static func number(_ value: JSONValue) throws -> Double {
        switch value {
        case .null: .nan
        case .string("inf"): .infinity
        case .string("-inf"): -.infinity
        case .string("-0.0"): -0.0
        case .number(let number): number.double
        default: throw Missing(description: "\(value.kind) where a number is expected")
        }
    }

    /// A list of numbers; a single number is a list of one.
    static func numbers(_ value: JSONValue) throws -> [Double] {
        guard let elements = value.asArray else { return [try number(value)] }
        return try elements.map(number)
    }

    /// A list of rows; a number in place of a row is a row of one.
    static func rows(_ value: JSONValue?) throws -> [[Double]] {
        guard let elements = value?.asArray else { throw Missing(description: "rows are missing") }
        return try elements.map(numbers)
    }

    /// A list of rows of equal width.
    static func matrix(_ value: JSONValue?) throws -> Matrix {
        let rows = try rows(value)
        return Matrix(rows: rows.count, columns: rows.first?.count ?? 0, storage: rows.flatMap(\.self))
    }
}
