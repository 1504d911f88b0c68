/// A running sum that carries its own rounding error along.
///
/// Error: about one rounding of the result, plus n^2 roundings of a rounding (Ogita, Rump & Oishi 2005, "Accurate Sum and
/// Dot Product", SIAM J. Sci. Comput. 26, algorithm Sum2; the error-free step is Knuth's TwoSum).
public struct CompensatedSum: Sendable, Equatable {
    private var sum = 0.0
    private var error = 0.0

    /// Creates an empty sum.
    public init() {}

    /// The sum so far.
    public var value: Double { sum + error }

    /// Adds a term.
    public mutating func add(_ term: Double) {
        let next = sum + term
        let kept = next - sum
        error += (sum - (next - kept)) + (term - kept)
        sum = next
    }
}
