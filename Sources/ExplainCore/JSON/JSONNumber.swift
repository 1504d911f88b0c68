/// A number of a JSON document.
public struct JSONNumber: Sendable, Hashable {
    /// The nearest double.
    public let double: Double

    /// The exact value when the text is a whole number without fraction and exponent that fits.
    public let integer: Int?

    /// Creates the number of a text that was read.
    init(double: Double, integer: Int?) {
        self.double = double
        self.integer = integer
    }

    /// Creates a number from a double, which is written as such.
    public init(_ double: Double) {
        self.init(double: double, integer: nil)
    }

    /// Creates a number from an integer, which is written exactly.
    public init(_ integer: Int) {
        self.init(double: Double(integer), integer: integer)
    }
}
