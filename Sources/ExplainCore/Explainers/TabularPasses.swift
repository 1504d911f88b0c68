/// Turns the uniform numbers of one column into values, in passes over all of them.
///
/// A pass does little to each number and has no branch, so that many numbers are under way at once: several times as many
/// as when a number goes the whole way by itself.
struct TabularPasses {
    /// A uniform number a row.
    var units: [Double]
    /// The combination that each number chooses.
    var choices: [Int32]

    /// Where each number lies in the normal distribution.
    private var shares: [Double]
    /// The numbers' cells in the table of quantiles.
    private var cells: [UInt64]
    /// Where in their cells they lie.
    private var positions: [Double]
    /// Which of up to 64 players kept the instance's combination.
    private var bits: [UInt64]

    init(count: Int) {
        units = [Double](repeating: 0, count: count)
        choices = [Int32](repeating: 0, count: count)
        shares = units
        cells = [UInt64](repeating: 0, count: count)
        positions = units
        bits = cells
    }

    /// Sets bit `bit` of the rows whose choice is `own`.
    mutating func note(_ own: Int?, bit: Int) {
        guard let own = own.flatMap(Int32.init(exactly:)) else { return }
        let (choices, shift) = (choices, UInt64(bit))
        precondition(choices.count == bits.count, "every row has a choice")
        var span = bits.mutableSpan
        for row in choices.indices { span[row] |= (choices[row] == own ? 1 : 0) << shift }
    }

    /// The bits of all rows, which are 0 again.
    mutating func takeBits() -> [UInt64] {
        let taken = bits
        bits = [UInt64](repeating: 0, count: taken.count)
        return taken
    }

    /// Writes the values of one column.
    mutating func write(_ places: [TabularPlace], into values: inout [Double], column: Int, width: Int) {
        let count = units.count
        precondition(choices.count == count && shares.count == count, "every number has a choice and a place")
        precondition((count - 1) * width + column < values.count, "every number has a place among the values")
        precondition(!places.isEmpty, "every choice has a place")
        spread(places)
        let isInside = locate()
        // SAFETY: rows lie below the counts of numbers and values; choices are combinations, each of which has a place.
        unsafe places.withUnsafeBufferPointer { places in
            unsafe values.withUnsafeMutableBufferPointer { values in
                guard let values = values.baseAddress else { return }
                let target = unsafe values + column
                if isInside { return unsafe writeInside(places, target, width) }
                for row in 0..<count {
                    let place = unsafe places[Int(choices[row])]
                    unsafe target[row &* width] = place.value(NormalQuantileTable.quantile(shares[row]))
                }
            }
        }
    }

    /// Writes a value every `width` numbers, all of whose shares are within the table's reach.
    // SAFETY: the caller has checked that every choice has a place, and every row a value.
    private func writeInside(
        _ places: UnsafeBufferPointer<TabularPlace>, _ values: UnsafeMutablePointer<Double>, _ width: Int
    ) {
        // SAFETY: counts are equal; cells are cut to the table's length.
        unsafe NormalQuantileTable.mirrored.withUnsafeBufferPointer { table in
            unsafe choices.withUnsafeBufferPointer { choices in
                unsafe cells.withUnsafeBufferPointer { cells in
                    unsafe positions.withUnsafeBufferPointer { positions in
                        var target = unsafe values
                        for row in 0..<choices.count {
                            let quantile = unsafe NormalQuantileTable.quantile(cells[row], positions[row], table)
                            unsafe target.pointee = places[Int(choices[row])].value(quantile)
                            unsafe target += width
                        }
                    }
                }
            }
        }
    }

    /// The numbers' shares of the normal distribution.
    private mutating func spread(_ places: [TabularPlace]) {
        let (units, choices) = (units, choices)
        // SAFETY: counts are equal, and choices are combinations, each of which has a place.
        unsafe shares.withUnsafeMutableBufferPointer { shares in
            unsafe places.withUnsafeBufferPointer { places in
                unsafe units.withUnsafeBufferPointer { units in
                    unsafe choices.withUnsafeBufferPointer { choices in
                        for row in 0..<shares.count {
                            let place = unsafe places[Int(choices[row])]
                            unsafe shares[row] = place.base + units[row] * place.growth
                        }
                    }
                }
            }
        }
    }

    /// The shares' cells and positions; whether all shares are within the table's reach.
    private mutating func locate() -> Bool {
        let shares = shares
        var outside: UInt64 = 0
        // SAFETY: counts are equal.
        unsafe shares.withUnsafeBufferPointer { shares in
            unsafe cells.withUnsafeMutableBufferPointer { cells in
                unsafe positions.withUnsafeMutableBufferPointer { positions in
                    for row in 0..<shares.count {
                        let located = unsafe NormalQuantileTable.locate(shares[row])
                        unsafe cells[row] = located.cell
                        unsafe positions[row] = located.position
                        outside |= located.isInside ? 0 : 1
                    }
                }
            }
        }
        return outside == 0
    }
}
