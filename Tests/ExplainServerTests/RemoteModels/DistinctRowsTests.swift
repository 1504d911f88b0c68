import Testing

@testable import ExplainServer

@Suite struct DistinctRowsTests {
    @Test func rowsDifferByTheirBits() {
        let rows: [Double] = [1, 2, 1, 2, 0, 2, -0.0, 2, .nan, 1, .nan, 1, 2, 1]
        let distinct = DistinctRows(rows.span, width: 2)
        #expect(distinct.positions == [0, 0, 1, 2, 3, 3, 4])
        #expect(distinct.count == 5)
        #expect(distinct.values.count == 10)
    }

    @Test func everyRowFindsItself() {
        var random = SeededGenerator(3)
        let rows = (0..<3_000).map { _ in Double(Int.random(in: 0..<7, using: &random)) }
        let distinct = DistinctRows(rows.span, width: 3)
        #expect(distinct.positions.count == 1_000)
        #expect(distinct.count == Set((0..<1_000).map { Array(rows[($0 * 3)..<($0 * 3 + 3)]) }).count)
        for (row, position) in distinct.positions.enumerated() {
            #expect(rows[(row * 3)..<(row * 3 + 3)] == distinct.values[(position * 3)..<(position * 3 + 3)][...])
        }
    }
}
