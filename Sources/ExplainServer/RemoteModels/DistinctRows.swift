/// The rows of a batch that differ in a bit, and which of them each row is.
///
/// - Complexity: O(values) expected.
struct DistinctRows {
    /// The rows that differ, row after row, in the order of their first appearance.
    private(set) var values: [Double] = []
    /// For each row of the batch the position of the row it equals among those.
    private(set) var positions: [Int] = []

    /// The number of rows that differ.
    private(set) var count = 0

    /// Finds them; `rows` holds k x `width` values.
    init(_ rows: borrowing Span<Double>, width: Int) {
        precondition(width > 0 && rows.count % width == 0, "rows are whole")
        let total = rows.count / width
        positions.reserveCapacity(total)
        // Rows of the same hash, by their positions: nearly always one.
        var known: [UInt64: [Int]] = [:]
        known.reserveCapacity(total)
        for row in 0..<total {
            let start = row * width
            let hash = Self.hash(rows, start, width)
            if let same = known[hash]?.first(where: { equals(rows, start, width, position: $0) }) {
                positions.append(same)
                continue
            }
            for column in 0..<width { values.append(rows[start + column]) }
            known[hash, default: []].append(count)
            positions.append(count)
            count += 1
        }
    }

    private func equals(_ rows: borrowing Span<Double>, _ start: Int, _ width: Int, position: Int) -> Bool {
        for column in 0..<width
        where rows[start + column].bitPattern != values[position * width + column].bitPattern { return false }
        return true
    }

    private static func hash(_ rows: borrowing Span<Double>, _ start: Int, _ width: Int) -> UInt64 {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for column in 0..<width {
            hash = (hash ^ rows[start + column].bitPattern) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash >> 29
        }
        return hash
    }
}
