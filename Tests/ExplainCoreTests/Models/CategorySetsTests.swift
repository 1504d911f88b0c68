import Testing

@testable import ExplainCore

@Suite struct CategorySetsTests {
    @Test func membersAreThoseGiven() {
        var sets = CategorySets()
        #expect(sets.append([0, 2, 63, 64, 200]) == 0)
        #expect(sets.append([]) == 1)
        #expect(sets.append([16_777_215]) == 2)
        let members = (0..<300).filter { sets.contains(Float($0), in: 0) }
        #expect(members == [0, 2, 63, 64, 200])
        #expect(!(0..<300).contains { sets.contains(Float($0), in: 1) })
        #expect(sets.contains(16_777_215, in: 2))
    }

    @Test func fractionsCountAsTheWholeNumberBefore() {
        var sets = CategorySets()
        _ = sets.append([0, 2])
        #expect(sets.contains(2.7, in: 0))
        #expect(sets.contains(0.999, in: 0))
        #expect(sets.contains(-0.0, in: 0))
    }

    @Test(arguments: [-0.5, -1, 16_777_216, 3e38, Float.infinity, -Float.infinity])
    func numbersOutsideTheCodesAreNoMembers(value: Float) {
        var sets = CategorySets()
        _ = sets.append([0, 1, 16_777_215])
        #expect(!sets.contains(value, in: 0))
    }
}
