/// How an ensemble reads its inputs where its library does not round them to float32.
///
/// A tree asks of a number only on which side of each threshold it lies. So a column with ascending float64 cuts is read as
/// the number of cuts below the value, a small whole number that float32 holds exactly: x <= cuts[k] is code < k + 1.
/// Prediction and every explanation run on codes, with the comparisons of ``TreeNodes``, and lose nothing.
struct InputCoding: Sendable, Equatable {
    /// How the values of one column become codes.
    enum Column: Sendable, Equatable {
        /// Rounded to float32.
        case rounded
        /// Not looked at: all values are one.
        case unused
        /// The number of cuts below the value.
        case cuts(Cuts)
        /// The whole number towards zero where that is a category code, and -1 where it is none.
        case categories
        /// The category's place in `tables[table]`, -1 where it is not there.
        case hashes(table: Int)
    }

    /// The thresholds of a column.
    struct Cuts: Sendable, Equatable {
        /// Their range in ``InputCoding/values``, ascending.
        var range: Range<Int>
        /// Whether zero is a missing value.
        var zeroIsMissing: Bool
    }

    /// One entry a column of the model.
    private(set) var columns: [Column]
    /// The cuts of all columns.
    private(set) var values: [Double] = []
    /// The places of categories that are known by hash.
    private(set) var tables: [CategoryHashes] = []
    /// Numbers of at most this size are zero.
    let largestZero: Double

    /// The most cuts of a column: their number stays exact in float32.
    static let maximumCuts = 1 << 24

    /// Starts with columns that are not looked at.
    init(columnCount: Int, largestZero: Double = 0) {
        columns = [Column](repeating: .unused, count: columnCount)
        self.largestZero = largestZero
    }

    /// Says how a column is read.
    mutating func set(_ column: Int, _ coding: Column) { columns[column] = coding }

    /// Gives a column its cuts, which ascend.
    mutating func setCuts(_ column: Int, _ cuts: [Double], zeroIsMissing: Bool) {
        precondition(cuts.count <= Self.maximumCuts, "the number of cuts is exact in float32")
        let range = values.count..<(values.count + cuts.count)
        values.append(contentsOf: cuts)
        columns[column] = .cuts(Cuts(range: range, zeroIsMissing: zeroIsMissing))
    }

    /// Gives a column a table of hashes.
    mutating func setHashes(_ column: Int, _ table: CategoryHashes) {
        columns[column] = .hashes(table: tables.count)
        tables.append(table)
    }

    /// Names the categories of a column in the order of their indexes, where it knows them by hash.
    mutating func setNames(_ column: Int, _ names: [String]) {
        if case .hashes(let table) = columns[column] { tables[table].setNames(names) }
    }

    /// The largest magnitude of an input.
    var largestInput: Double {
        columns.contains(.rounded) ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
    }

    /// The code of `value` in column `column`; NaN where it is missing.
    @inline(__always)
    func code(_ value: Double, _ column: Int) -> Float {
        switch columns[column] {
        case .cuts(let cuts): code(value, cuts)
        case .rounded: Float(value)
        case .categories: category(value)
        case .hashes(let table): tables[table].code(value)
        case .unused: 0
        }
    }

    /// The code of a value that is itself a cut of column `column`: the position among the cuts.
    func code(cut value: Double, _ column: Int) -> Float {
        guard case .cuts(let cuts) = columns[column] else { return 0 }
        return Float(below(value, cuts.range))
    }

    /// The value at which column `column` stops going to the left of a node with `threshold`; nil where it has no cuts.
    func cut(_ column: Int, threshold: Float) -> Double? {
        guard case .cuts(let cuts) = columns[column] else { return nil }
        let place = Int(threshold) - 1
        return cuts.range.count > place && place >= 0 ? values[cuts.range.lowerBound + place] : nil
    }

    @inline(__always)
    private func code(_ value: Double, _ cuts: Cuts) -> Float {
        if value.isNaN { return .nan }
        let cleaned = value.magnitude <= largestZero ? 0 : value
        if cuts.zeroIsMissing, cleaned == 0 { return .nan }
        return Float(below(cleaned, cuts.range))
    }

    /// The number of cuts below `value`, by a search without branches.
    @inline(__always)
    private func below(_ value: Double, _ range: Range<Int>) -> Int {
        precondition(range.upperBound <= values.count, "the cuts are there")
        // SAFETY: `first` and `first + half` stay inside the range: what is left shrinks by as much as `first` moves.
        return unsafe values.withUnsafeBufferPointer { values in
            var first = range.lowerBound
            var left = range.count
            while left > 1 {
                let half = left / 2
                first = unsafe values[first &+ half &- 1] < value ? first &+ half : first
                left &-= half
            }
            if left == 1 { first = unsafe values[first] < value ? first &+ 1 : first }
            return first &- range.lowerBound
        }
    }

    private func category(_ value: Double) -> Float {
        if value.isNaN { return .nan }
        guard value > -1, value < Double(CategorySets.codeLimit) else { return -1 }
        return Float(value.rounded(.towardZero).magnitude)
    }
}

extension TreeEnsemble {
    /// What the trees compare for `value` in column `column`.
    @inline(__always)
    func read(_ value: Double, _ column: Int) -> Float { coding?.code(value, column) ?? Float(value) }

    /// What the trees compare for a row.
    func read(_ row: some Collection<Double>) -> [Float] {
        guard let coding else { return row.map { Float($0) } }
        return row.enumerated().map { coding.code($1, $0) }
    }

    /// Rows as numbers of which the float32 is what the trees compare; nil where that is the rows themselves.
    ///
    /// Shape: rows `range` of `rows`, row-major with `featureCount` columns.
    func coded(_ rows: Span<Double>, _ range: Range<Int>) -> [Double]? {
        guard let coding else { return nil }
        var codes = [Double](repeating: 0, count: range.count * featureCount)
        coding.write(rows, range, into: &codes)
        return codes
    }
}

extension InputCoding {
    /// Writes the codes of rows `range`, column by column: what a column needs is found once.
    fileprivate func write(_ rows: Span<Double>, _ range: Range<Int>, into codes: inout [Double]) {
        let width = columns.count
        var span = codes.mutableSpan
        for (column, coding) in columns.enumerated() {
            var position = column
            switch coding {
            case .unused: continue
            case .cuts(let cuts):
                for row in range {
                    span[position] = Double(code(rows[row * width + column], cuts))
                    position += width
                }
            default:
                for row in range {
                    span[position] = Double(code(rows[row * width + column], column))
                    position += width
                }
            }
        }
    }
}
