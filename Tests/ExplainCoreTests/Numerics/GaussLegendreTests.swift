import ExplainCore
import Testing

@Suite struct GaussLegendreTests {
    @Test func fiveNodesEqualNumpys() {
        let rule = GaussLegendre(count: 5)
        let nodes = [
            0.04691007703066802, 0.23076534494715845, 0.5, 0.7692346550528415, 0.9530899229693319,
        ]
        let weights = [
            0.11846344252809464, 0.23931433524968315, 0.28444444444444433, 0.23931433524968315, 0.11846344252809464,
        ]
        #expect(relativeDifference(rule.nodes, nodes) < 1e-15)
        #expect(relativeDifference(rule.weights, weights) < 1e-15)
    }

    @Test(arguments: [1, 2, 3, 4, 7, 10, 32, 33, 64])
    func integratesPolynomialsUpToItsDegreeExactly(count: Int) {
        let rule = GaussLegendre(count: count)
        #expect(rule.nodes == rule.nodes.sorted())
        for degree in 0..<(2 * count) {
            let powers = rule.nodes.map { node in (0..<degree).reduce(1.0) { power, _ in power * node } }
            #expect(abs(Summation.dot(powers, rule.weights) - 1 / Double(degree + 1)) < 1e-14)
        }
    }
}
