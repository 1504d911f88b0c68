#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Gauss-Legendre quadrature on [0, 1].
///
/// `count` nodes integrate polynomials up to degree 2 * count - 1 exactly.
public struct GaussLegendre: Sendable, Equatable {
    /// The nodes in ascending order.
    public let nodes: [Double]

    /// The weight of each node; they sum to 1.
    public let weights: [Double]

    /// Creates the rule with `count` nodes.
    ///
    /// The nodes are roots of the Legendre polynomial P_n, found by Newton's method from Tricomi's first guess; the weights
    /// are 1 / ((1 - x^2) P_n'(x)^2) after mapping [-1, 1] to [0, 1].
    ///
    /// - Complexity: O(count^2).
    public init(count: Int) {
        precondition(count > 0, "a quadrature rule has a node")
        var nodes = [Double](repeating: 0.5, count: count)
        var weights = [Double](repeating: 1, count: count)
        for index in 0..<((count + 1) / 2) {
            let isMiddle = 2 * index + 1 == count
            let (root, slope) = Self.root(index, of: count, isMiddle: isMiddle)
            let weight = 1 / ((1 - root * root) * slope * slope)
            nodes[index] = (1 - root) / 2
            nodes[count - 1 - index] = (1 + root) / 2
            weights[index] = weight
            weights[count - 1 - index] = weight
        }
        self.nodes = nodes
        self.weights = weights
    }

    /// The root number `index` of P_n from the top, and P_n' there.
    private static func root(_ index: Int, of degree: Int, isMiddle: Bool) -> (root: Double, slope: Double) {
        var x = isMiddle ? 0 : cos(.pi * (Double(index) + 0.75) / (Double(degree) + 0.5))
        var slope = 1.0
        for _ in 0..<100 {
            let (value, derivative) = legendre(degree, at: x)
            slope = derivative
            if isMiddle { break }
            let step = value / derivative
            x -= step
            if abs(step) <= 1e-16 * abs(x) { break }
        }
        return (x, slope)
    }

    /// P_n and P_n' by the three-term recurrence.
    private static func legendre(_ degree: Int, at x: Double) -> (value: Double, derivative: Double) {
        var previous = 1.0
        var value = x
        for k in 1..<max(degree, 1) {
            let order = Double(k)
            (previous, value) = (value, ((2 * order + 1) * x * value - order * previous) / (order + 1))
        }
        return (value, Double(degree) * (x * value - previous) / (x * x - 1))
    }
}
