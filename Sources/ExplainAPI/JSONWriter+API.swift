import ExplainCore

extension JSONWriter {
    /// Writes a member with a number, `null` where it is not finite.
    mutating func member(_ key: String, finite value: Double) {
        self.key(key)
        doubleOrNull(value)
    }

    /// Writes a member with a whole number of 64 bits.
    mutating func member(_ key: String, _ value: UInt64) {
        self.key(key)
        raw(String(value))
    }

    /// Writes an array of numbers, `null` where one is not finite.
    mutating func doublesOrNull(_ values: some Collection<Double>) {
        beginArray()
        for value in values { doubleOrNull(value) }
        endArray()
    }

    /// Writes a matrix as an array of rows.
    mutating func rows(_ matrix: Matrix) {
        beginArray()
        for row in 0..<matrix.rows { doublesOrNull(matrix.row(row)) }
        endArray()
    }

    /// Writes predictions: one number a row for a model with one output, an array a row for several.
    mutating func predictions(_ predictions: [[Double]]) {
        beginArray()
        for prediction in predictions {
            if prediction.count == 1, let only = prediction.first {
                doubleOrNull(only)
            } else {
                doublesOrNull(prediction)
            }
        }
        endArray()
    }
}
