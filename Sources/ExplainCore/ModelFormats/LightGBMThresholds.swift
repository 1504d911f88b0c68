/// The distinct thresholds of each column, numbered as they are met: trees of binned data share most of theirs.
struct LightGBMThresholds {
    /// The thresholds by number, with one zero.
    private(set) var values: [Double] = []
    /// Their columns.
    private(set) var columns: [Int32] = []
    /// Numbers, plus one, where their hashes point to or behind that.
    ///
    /// 0 is a free place. The number of places is a power of two.
    private var places = [UInt32](repeating: 0, count: 1 << 10)
    /// Nobody who writes a file knows it, and so which thresholds would meet in one place; the numbers do not depend on it.
    private let multiplier = UInt64(truncatingIfNeeded: "thresholds".hashValue) | 1

    /// The number of `value` in `column`.
    ///
    /// - Complexity: O(1) on average.
    @inline(__always)
    mutating func number(of value: Double, in column: Int32) -> Int32 {
        let value = value + 0
        var place = hash(value, column)
        while places[place] > 0 {
            let number = Int(places[place]) - 1
            if values[number] == value, columns[number] == column { return Int32(truncatingIfNeeded: number) }
            place = (place + 1) & (places.count - 1)
        }
        return add(value, column, at: place)
    }

    /// The place that a threshold's search begins at: the uppermost bits of a product with all of its bits.
    @inline(__always)
    private func hash(_ value: Double, _ column: Int32) -> Int {
        let bits = value.bitPattern &+ UInt64(UInt32(bitPattern: column)) &* 0x9E37_79B9_7F4A_7C15
        let product = (bits ^ (bits >> 32)) &* multiplier
        return Int(truncatingIfNeeded: product >> UInt64(64 - places.count.trailingZeroBitCount))
    }

    private mutating func add(_ value: Double, _ column: Int32, at place: Int) -> Int32 {
        values.append(value)
        columns.append(column)
        places[place] = UInt32(values.count)
        if 2 * values.count > places.count { grow() }
        return Int32(values.count - 1)
    }

    private mutating func grow() {
        places = [UInt32](repeating: 0, count: 2 * places.count)
        for number in values.indices {
            var place = hash(values[number], columns[number])
            while places[place] > 0 { place = (place + 1) & (places.count - 1) }
            places[place] = UInt32(number + 1)
        }
    }
}
