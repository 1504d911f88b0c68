/// How much wider a 95 % interval is for a variance that comes from few numbers.
enum StudentFactor {
    /// The 97.5 % quantile of Student's t in units of the normal one, for degrees of freedom that need not be whole.
    ///
    /// The expansion of Abramowitz & Stegun 1964, "Handbook of Mathematical Functions", 26.7.5, within 1 % from three degrees
    /// on. Fewer than one count as one.
    static func value(degreesOfFreedom: Double) -> Double {
        let x = normalQuantile
        let inverse = 1 / max(1, degreesOfFreedom)
        let square = x * x
        let first = x * (square + 1) / 4
        let second = x * ((5 * square + 16) * square + 3) / 96
        let third = x * (((3 * square + 19) * square + 17) * square - 15) / 384
        return 1 + inverse * (first + inverse * (second + inverse * third)) / x
    }

    /// Phi^-1(0.975).
    private static let normalQuantile = 1.959963984540054
}
