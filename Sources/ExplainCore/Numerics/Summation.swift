/// Sums in a fixed order with compensation.
public enum Summation {
    /// The sum of `terms`, in their order.
    ///
    /// - Complexity: O(n).
    public static func sum(_ terms: some Sequence<Double>) -> Double {
        var total = CompensatedSum()
        for term in terms { total.add(term) }
        return total.value
    }

    /// The mean of `terms`; 0 without any.
    ///
    /// - Complexity: O(n).
    public static func mean(_ terms: some Collection<Double>) -> Double {
        terms.isEmpty ? 0 : sum(terms) / Double(terms.count)
    }

    /// The inner product of two vectors of one length, in order.
    ///
    /// The products are rounded, their sum is compensated.
    ///
    /// - Complexity: O(n).
    public static func dot(_ left: [Double], _ right: [Double]) -> Double {
        precondition(left.count == right.count, "the vectors of an inner product have one length")
        var total = CompensatedSum()
        for index in left.indices { total.add(left[index] * right[index]) }
        return total.value
    }
}
