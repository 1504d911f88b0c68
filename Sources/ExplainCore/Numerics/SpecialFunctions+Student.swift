#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension SpecialFunctions {
    /// The distribution function of Student's t with a whole number of degrees of freedom.
    ///
    /// A finite sum (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4), with theta = atan(t / sqrt(degrees)).
    ///
    /// - Complexity: O(degrees).
    public static func studentCDF(_ t: Double, degreesOfFreedom degrees: Int) -> Double {
        precondition(degrees > 0, "Student's t has a degree of freedom")
        let ratio = t / Double(degrees).squareRoot()
        let cosineSquared = 1 / (1 + ratio * ratio)
        let sine = ratio * cosineSquared.squareRoot()
        let isOdd = degrees % 2 == 1
        var term = isOdd ? sine * cosineSquared.squareRoot() : sine
        var sum = degrees == 1 ? 0 : term
        var order = isOdd ? 3 : 2
        while order <= degrees - 2 {
            term *= cosineSquared * Double(order - 1) / Double(order)
            sum += term
            order += 2
        }
        let central = isOdd ? 2 / Double.pi * (atan(ratio) + sum) : sum
        return 0.5 + central / 2
    }

    /// The quantile of Student's t with a whole number of degrees of freedom, by bisection.
    ///
    /// - Complexity: O(degrees) a step, about 60 steps.
    public static func studentQuantile(_ probability: Double, degreesOfFreedom degrees: Int) -> Double {
        precondition(probability > 0 && probability < 1, "a quantile's probability lies between 0 and 1")
        if probability < 0.5 { return -studentQuantile(1 - probability, degreesOfFreedom: degrees) }
        var low = 0.0
        var high = 1.0
        while studentCDF(high, degreesOfFreedom: degrees) < probability, high < 1e300 { high *= 2 }
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return middle }
            if studentCDF(middle, degreesOfFreedom: degrees) < probability { low = middle } else { high = middle }
        }
    }
}
