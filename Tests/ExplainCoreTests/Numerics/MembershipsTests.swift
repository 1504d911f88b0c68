import Testing

@testable import ExplainCore

@Suite struct MembershipsTests {
    private func members(_ memberships: Memberships, _ row: Int) -> [Int] {
        var found: [Int] = []
        memberships.forEachMember(row) { found.append($0) }
        return found
    }

    @Test(arguments: [1, 63, 64, 65, 200]) func holdsWhatItWasGiven(players: Int) {
        var random = CounterRandom(seed: 3, stream: UInt64(players))
        let sets = (0..<70).map { _ in (0..<players).filter { _ in random.nextUnit() < 0.3 } }
        let memberships = Memberships(sets.map { Coalition($0) }, players: players)
        for (row, set) in sets.enumerated() {
            #expect(members(memberships, row) == set)
            #expect(memberships.memberCount(row) == set.count)
        }
        var byColumn = Memberships(players: players, count: sets.count)
        for player in 0..<players {
            byColumn.insert(player, whereOf: sets.map { $0.contains(player) ? 7 : 6 }, is: 7)
        }
        #expect(byColumn == memberships)
    }

    @Test func masksReplacesAndKeepsRows() {
        var memberships = Memberships(players: 70, count: 5)
        for row in 0..<5 { memberships.insertAll(row: row) }
        #expect(members(memberships.masked(to: [69, 2, 65]), 3) == [2, 65, 69])
        #expect(memberships.masked(to: Array(0..<70)) == memberships)
        memberships.replace(from: 2, with: Memberships([Coalition([7]), Coalition()], players: 70))
        #expect((0..<5).map { memberships.memberCount($0) } == [70, 70, 1, 0, 70])
        memberships.keep(3)
        #expect(memberships.count == 3 && members(memberships, 2) == [7])
    }
}
