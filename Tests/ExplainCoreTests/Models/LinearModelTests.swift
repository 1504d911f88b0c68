import ExplainCore
import Testing

@Suite struct LinearModelTests {
    private func model(_ arithmetic: Arithmetic, link: Link = .identity) -> LinearModel {
        LinearModel(
            featureCount: 2, weights: [1, 2, -3, 0.5], intercepts: [10, 20], link: link, arithmetic: arithmetic,
            structure: ModelStructure(format: "test", kind: "linear"))
    }

    @Test(arguments: [Arithmetic.single, .double])
    func marginsAreInterceptPlusProducts(arithmetic: Arithmetic) throws {
        let rows = Matrix(rows: 2, columns: 2, storage: [1, 1, 4, -2])
        #expect(try model(arithmetic).predict(rows, space: .margin).storage == [13, 17.5, 10, 7])
    }

    @Test func missingAddsNothingInSinglePrecisionOnly() throws {
        let rows = Matrix(rows: 2, columns: 2, storage: [1, 1, .nan, 2])
        #expect(try model(.single).predict(rows, space: .margin).storage == [13, 17.5, 14, 21])
        #expect(throws: ModelError.notFinite(row: 1)) { try model(.double).predict(rows, space: .margin) }
        #expect(throws: ModelError.notFinite(row: 1)) { try model(.double, link: .step).predict(rows, space: .label) }
    }

    @Test func everyRoundingIsSinglePrecision() throws {
        let single = LinearModel(
            featureCount: 2, weights: [1, 1], intercepts: [16_777_216], link: .identity, arithmetic: .single,
            structure: ModelStructure(format: "test", kind: "linear"))
        let rows = Matrix(rows: 1, columns: 2, storage: [1, 1])
        #expect(try single.predict(rows, space: .margin).storage == [16_777_216])
    }
}
