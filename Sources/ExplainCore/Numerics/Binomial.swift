/// Binomial coefficients.
enum Binomial {
    /// C(n, k), or nil when a step of its computation exceeds 64 bits.
    ///
    /// - Complexity: O(min(k, n - k)).
    static func exact(_ n: Int, _ k: Int) -> Int? {
        guard k >= 0, k <= n else { return 0 }
        var value = 1
        for step in 0..<min(k, n - k) {
            let (product, overflow) = value.multipliedReportingOverflow(by: n - step)
            if overflow { return nil }
            value = product / (step + 1)
        }
        return value
    }

    /// C(n, k), rounded where it exceeds 53 bits; infinity where it exceeds a double.
    static func approximate(_ n: Int, _ k: Int) -> Double {
        if let value = exact(n, k) { return Double(value) }
        var value = 1.0
        for step in 0..<min(k, n - k) { value = value * Double(n - step) / Double(step + 1) }
        return value
    }
}
