import Testing

@testable import ExplainCore

@Suite struct StudentFactorTests {
    @Test(arguments: [3, 4, 5, 8, 20, 100, 1000]) func isTheQuantileInUnitsOfTheNormalOne(degrees: Int) {
        let expected = SpecialFunctions.studentQuantile(0.975, degreesOfFreedom: degrees) / 1.959963984540054
        let factor = StudentFactor.value(degreesOfFreedom: Double(degrees))
        #expect(abs(factor - expected) < 0.01 * expected)
    }

    @Test func hasEnds() {
        #expect(StudentFactor.value(degreesOfFreedom: .infinity) == 1)
        #expect(StudentFactor.value(degreesOfFreedom: 0) == StudentFactor.value(degreesOfFreedom: 1))
        #expect(StudentFactor.value(degreesOfFreedom: 1) > 3)
    }
}
