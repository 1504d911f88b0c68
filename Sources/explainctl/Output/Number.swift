#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Numbers as people read them in a table.
enum Number {
    /// Four significant digits, `0.4123`, `-12.35`, `1.2e-09`; the shortest exact form where that is shorter.
    static func short(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        let exponent = Int(log10(abs(value)).rounded(.down))
        if exponent < -5 || exponent > 8 { return scientific(value, exponent) }
        let decimals = max(0, 3 - exponent)
        return trimmed(fixed(value, decimals: decimals))
    }

    /// The same with a sign, so that a column of attributions can be read at a glance.
    static func signed(_ value: Double) -> String { value > 0 ? "+" + short(value) : short(value) }

    private static func scientific(_ value: Double, _ exponent: Int) -> String {
        let mantissa = value / pow(10, Double(exponent))
        guard mantissa.isFinite else { return "\(value)" }
        let digits = String(abs(exponent))
        return trimmed(fixed(mantissa, decimals: 3)) + "e" + (exponent < 0 ? "-" : "+")
            + (digits.count < 2 ? "0" + digits : digits)
    }

    /// `abs(value)` is below 1e9 and `decimals` at most 8, so that the scaled value is an exact integer.
    private static func fixed(_ value: Double, decimals: Int) -> String {
        let scaled = (abs(value) * pow(10, Double(decimals))).rounded()
        guard let whole = Int(exactly: scaled) else { return "\(value)" }
        var digits = String(whole)
        while digits.count <= decimals { digits = "0" + digits }
        let sign = value < 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var result = text
        while result.last == "0" { result.removeLast() }
        if result.last == "." { result.removeLast() }
        return result
    }
}
