/// The value of a field in a log line.
enum LogValue: Sendable, Equatable {
    /// A text.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number; NaN and infinities are written as null.
    case number(Double)
    /// True or false.
    case flag(Bool)
}

extension LogValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .text(value) }
}

extension LogValue: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int) { self = .integer(value) }
}

extension LogValue: ExpressibleByFloatLiteral {
    init(floatLiteral value: Double) { self = .number(value) }
}

extension LogValue: ExpressibleByBooleanLiteral {
    init(booleanLiteral value: Bool) { self = .flag(value) }
}
