/// A number of a JSON document.
public struct JSONNumber: Sendable, Hashable {
    /// The nearest double.
    public let double: Double

    /// The exact value when the text is a whole number without fraction and exponent that fits.
    public let integer: Int?

    /// Whether the text has neither a fraction nor an exponent, however large.
    public let isWhole: Bool

    /// Creates the number of a text that was read.
    init(double: Double, integer: Int?, isWhole: Bool) {
        self.double = double
        self.integer = integer
        self.isWhole = isWhole
    }

    /// Creates a number from a double, which is written as such.
    public init(_ double: Double) {
        self.init(double: double, integer: nil, isWhole: false)
    }

    /// Creates a number from an integer, which is written exactly.
    public init(_ integer: Int) {
        self.init(double: Double(integer), integer: integer, isWhole: true)
    }
}
