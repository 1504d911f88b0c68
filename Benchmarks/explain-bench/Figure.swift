/// Numbers as people read them in a table.
enum Figure {
    /// Four significant digits: `0.0123`, `12.35`, `1.235e+06`.
    static func short(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        var (mantissa, exponent) = (abs(value), 0)
        while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        let sign = value < 0 ? "-" : ""
        let digits = (mantissa * 1000).rounded()
        if exponent > 6 || exponent < -4 { return "\(sign)\(digits / 1000)e\(exponent)" }
        var scale = 1.0
        for _ in 0..<abs(exponent - 3) { scale *= 10 }
        let rounded = exponent > 3 ? digits * scale : digits / scale
        return sign + (rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded))
    }
}
