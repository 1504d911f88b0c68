/// Some background rows that take the same columns from the instance.
public struct HybridPiece: Sendable {
    /// For each column, whether its value is the instance's.
    public var isFixed: [Bool]
    /// The rows of the background, ascending.
    public var rows: Rows

    /// Which rows are taken.
    public enum Rows: Sendable {
        /// Neighbours.
        case range(Range<Int>)
        /// Any.
        case list([Int])
    }

    /// Creates a piece.
    public init(isFixed: [Bool], rows: Rows) {
        self.isFixed = isFixed
        self.rows = rows
    }

    /// The number of rows.
    public var count: Int {
        switch rows {
        case .range(let range): range.count
        case .list(let list): list.count
        }
    }

    /// The background row of the piece's row `position`.
    public func row(_ position: Int) -> Int {
        switch rows {
        case .range(let range): range.lowerBound + position
        case .list(let list): list[position]
        }
    }

    /// The rows at `positions` of the piece's.
    func part(_ positions: Range<Int>) -> HybridPiece {
        switch rows {
        case .range(let range):
            let first = range.lowerBound + positions.lowerBound
            return HybridPiece(isFixed: isFixed, rows: .range(first..<(first + positions.count)))
        case .list(let list): return HybridPiece(isFixed: isFixed, rows: .list(Array(list[positions])))
        }
    }
}
