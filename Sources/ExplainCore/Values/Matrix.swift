/// A dense matrix of doubles in row-major order.
///
/// Shape: `rows` x `columns`; `storage.count == rows * columns` always holds.
public struct Matrix: Sendable, Equatable {
    /// The number of rows.
    public let rows: Int

    /// The number of columns.
    public let columns: Int

    /// The elements, row after row.
    public var storage: [Double] {
        didSet { precondition(storage.count == rows * columns, "a matrix keeps its shape") }
    }

    /// Creates a matrix over `storage`, which holds `rows * columns` elements row after row.
    public init(rows: Int, columns: Int, storage: [Double]) {
        precondition(rows >= 0 && columns >= 0, "a matrix has no negative dimension")
        precondition(storage.count == rows * columns, "storage must hold rows * columns elements")
        self.rows = rows
        self.columns = columns
        self.storage = storage
    }

    /// Creates a matrix with every element equal to `value`.
    public init(rows: Int, columns: Int, repeating value: Double = 0) {
        self.init(rows: rows, columns: columns, storage: [Double](repeating: value, count: rows * columns))
    }

    /// The element at `row` and `column`.
    public subscript(row: Int, column: Int) -> Double {
        get { storage[row * columns + column] }
        set { storage[row * columns + column] = newValue }
    }

    /// The elements of one row.
    ///
    /// - Complexity: O(1).
    public func row(_ index: Int) -> ArraySlice<Double> {
        storage[(index * columns)..<((index + 1) * columns)]
    }
}
