/// Coalitions as rows of bytes, the coalition of all players first: what sums over pairs of rows are looked up with.
///
/// A row stands for the signs s_k = 1 of members and -1 of the others.
struct CoalitionRows: Sendable {
    /// The number of players.
    let players: Int
    /// The number of rows, the first one included.
    let count: Int
    /// The members of each row, ascending.
    let members: [[Int]]

    private let bytesPerRow: Int
    /// The rows' bits, and zeros that make their number a multiple of four.
    private let bytes: [UInt8]

    /// Creates the row of all players, and the rows of `coalitions`.
    init(_ coalitions: [Coalition], players: Int) {
        self.players = players
        count = coalitions.count + 1
        members = [Array(0..<players)] + coalitions.map(\.members)
        let bytesPerRow = (players + 7) / 8
        var bytes = [UInt8](repeating: 0, count: (count + 3) / 4 * 4 * bytesPerRow)
        for (row, members) in members.enumerated() {
            for member in members { bytes[row * bytesPerRow + member / 8] |= 1 << UInt8(member % 8) }
        }
        self.bytesPerRow = bytesPerRow
        self.bytes = bytes
    }

    /// sum_k w_k s_ik s_jk for all rows with two kinds of weights, and 0 below.
    ///
    /// - Complexity: O(count^2 * players / 16) look-ups.
    func signedSums(_ first: [Double], _ second: [Double]) -> (first: LaneMatrix, second: LaneMatrix) {
        let table = Self.table(zip(first, second).map { SIMD2($0, $1) }, bytesPerRow: bytesPerRow, neutral: .zero, +)
        let totals = SIMD2(Summation.sum(first), Summation.sum(second))
        var sums = (first: LaneMatrix(order: count), second: LaneMatrix(order: count))
        forEachColumn(table, neutral: .zero, +) { index, lanes in
            let (a, b) = (totals - 2 * lanes.0, totals - 2 * lanes.1)
            let (c, d) = (totals - 2 * lanes.2, totals - 2 * lanes.3)
            sums.first.lanes[index] = SIMD4(a[0], b[0], c[0], d[0])
            sums.second.lanes[index] = SIMD4(a[1], b[1], c[1], d[1])
        }
        sums.first.clearPadding()
        sums.second.clearPadding()
        return sums
    }

    /// The product of q_k over players where two rows differ, less the product over those where they agree; 0 below.
    ///
    /// - Complexity: O(count^2 * players / 16) look-ups.
    func productDifferences(_ factors: [Double]) -> LaneMatrix {
        let differing = Self.table(factors, bytesPerRow: bytesPerRow, neutral: 1, *)
        let both = differing.indices.map { SIMD2(differing[$0], differing[$0 ^ 255]) }
        var matrix = LaneMatrix(order: count)
        forEachColumn(both, neutral: .one, *) { index, lanes in
            let (a, b, c, d) = lanes
            matrix.lanes[index] = SIMD4(a[0] - a[1], b[0] - b[1], c[0] - c[1], d[0] - d[1])
        }
        matrix.clearPadding()
        return matrix
    }

    /// For every row the product of `inside` over its members and of `outside` over the others.
    ///
    /// - Complexity: O(count * players / 8) look-ups.
    func products(inside: [Double], outside: [Double]) -> [Double] {
        var table = [Double](repeating: 1, count: bytesPerRow << 8)
        for player in 0..<(8 * bytesPerRow) {
            let start = (player / 8) << 8
            let bit = 1 << (player % 8)
            let isPlayer = player < players
            for bits in 0..<bit {
                table[start | bit | bits] = table[start | bits] * (isPlayer ? inside[player] : 1)
                table[start | bits] *= isPlayer ? outside[player] : 1
            }
        }
        return (0..<count).map { row in
            (0..<bytesPerRow).reduce(1) { $0 * table[$1 << 8 | Int(bytes[row * bytesPerRow + $1])] }
        }
    }

    /// Combines, for four rows and a column at a time, the entries of `table` for the bits in which they differ.
    @inline(__always)
    private func forEachColumn(
        _ table: [SIMD2<Double>], neutral: SIMD2<Double>,
        _ combine: (SIMD2<Double>, SIMD2<Double>) -> SIMD2<Double>,
        _ body: (Int, (SIMD2<Double>, SIMD2<Double>, SIMD2<Double>, SIMD2<Double>)) -> Void
    ) {
        let length = bytesPerRow
        precondition(table.count == length << 8, "every byte of a row has 256 entries")
        // SAFETY: there are bytes for four rows a panel, a panel has a column for every row up to its last, and a byte of a
        // row with the number of its place is an index into the table.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe table.withUnsafeBufferPointer { table in
                for panel in 0..<((count + 3) / 4) {
                    let start = LaneMatrix.start(ofPanel: panel)
                    let row = 4 * panel * length
                    for column in 0..<(4 * panel + 4) {
                        var (a, b, c, d) = (neutral, neutral, neutral, neutral)
                        for byte in 0..<length {
                            let other = unsafe bytes[column * length + byte]
                            let place = row + byte
                            let entry = byte << 8
                            a = unsafe combine(a, table[entry | Int(bytes[place] ^ other)])
                            b = unsafe combine(b, table[entry | Int(bytes[place + length] ^ other)])
                            c = unsafe combine(c, table[entry | Int(bytes[place + 2 * length] ^ other)])
                            d = unsafe combine(d, table[entry | Int(bytes[place + 3 * length] ^ other)])
                        }
                        body(start + column, (a, b, c, d))
                    }
                }
            }
        }
    }

    /// For every byte of a row and each of its 256 values, the combination of the values of its bits.
    private static func table<Value>(
        _ values: [Value], bytesPerRow: Int, neutral: Value, _ combine: (Value, Value) -> Value
    ) -> [Value] {
        var table = [Value](repeating: neutral, count: bytesPerRow << 8)
        for (player, value) in values.enumerated() {
            let start = (player / 8) << 8
            let bit = 1 << (player % 8)
            for bits in 0..<bit { table[start | bit | bits] = combine(table[start | bits], value) }
        }
        for byte in 0..<bytesPerRow where 8 * byte + 8 > values.count {
            let known = 1 << (values.count - 8 * byte)
            for bits in known..<256 { table[byte << 8 | bits] = table[byte << 8 | (bits & (known - 1))] }
        }
        return table
    }
}
