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
        var byWord = [[UInt64]](
            repeating: [UInt64](repeating: 0, count: sets.count), count: byColumn.wordsPerRow)
        for player in 0..<players {
            for row in sets.indices where sets[row].contains(player) {
                byWord[player / 64][row] |= 1 << UInt64(player % 64)
            }
        }
        for (word, bits) in byWord.enumerated() { byColumn.replaceWords(word, with: bits) }
        #expect(byColumn == memberships)
    }

    @Test func replacesAndKeepsRows() {
        var memberships = Memberships(players: 70, count: 5)
        for row in 0..<5 { memberships.insertAll(row: row) }
        #expect(memberships.narrowed(to: Array(0..<70)) == memberships)
        memberships.replace(from: 2, with: Memberships([Coalition([7]), Coalition()], players: 70))
        #expect((0..<5).map { memberships.memberCount($0) } == [70, 70, 1, 0, 70])
        memberships.keep(3)
        #expect(memberships.count == 3 && members(memberships, 2) == [7])
    }

    /// Renumbers the players that are kept, whatever words they come from and go to.
    @Test(arguments: [[69, 2, 65], [3], [], Array((0..<70).reversed()), Array(stride(from: 1, to: 70, by: 2))])
    func narrowsToPlayers(_ kept: [Int]) {
        let sets = (0..<9).map { row in Set((0..<70).filter { ($0 * $0 + row) % 3 == 0 }) }
        let memberships = Memberships(sets.map { Coalition(Array($0)) }, players: 70)
        let narrowed = memberships.narrowed(to: kept)
        #expect(narrowed.players == kept.count && narrowed.count == 9)
        for (row, set) in sets.enumerated() {
            #expect(members(narrowed, row) == kept.indices.filter { set.contains(kept[$0]) })
        }
    }

    /// Sums by coalition are those by row.
    @Test func patternsGiveTheSumsOfRows() throws {
        let sets = (0..<40).map { row in Set((0..<5).filter { (row >> $0) & 1 == 1 || $0 == 4 }) }
        let memberships = Memberships(sets.map { Coalition(Array($0)) }, players: 5)
        let factors = (0..<40).map { Double($0 * $0 % 17) }
        #expect(memberships.hasFewPatterns && !Memberships(players: 13, count: 1 << 20).hasFewPatterns)
        let sums = memberships.supersetSums(of: factors)
        for set in 0..<32 {
            let members = (0..<5).filter { (set >> $0) & 1 == 1 }
            let rows = sets.indices.filter { sets[$0].isSuperset(of: members) }
            let expected = rows.reduce(0) { $0 + factors[$1] }
            #expect(sums[set] == expected)
        }
        let single = try memberships.memberSums(of: factors, checkpoint: .never)
        #expect(single.all == sums[0] && single.players == (0..<5).map { sums[1 << $0] })
        #expect(single.players[4] == single.all)
        let predictions = memberships.patternSums(of: [1, 2, 4, 8, 16], from: 0.5)
        #expect(predictions == (0..<32).map { Double($0) + 0.5 })
        #expect(memberships.pattern(7) == 0b10111)
    }
}
