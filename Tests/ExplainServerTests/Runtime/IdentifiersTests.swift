import Testing

@testable import ExplainServer

@Suite struct IdentifiersTests {
    @Test func writesTimeAndRandomBitsInCrockfordsBase32() {
        let clock = ManualClock(wallMilliseconds: 1_469_918_176_385)
        let identifiers = Identifiers(clock: clock, random: { 0 })
        #expect(identifiers.next(.job) == "jb_01ARYZ6S410000000000000000")
        #expect(identifiers.next(.explanation) == "ex_01ARYZ6S410000000000000001")
        let ones = Identifiers(clock: ManualClock(wallMilliseconds: 0), random: { .max })
        #expect(ones.next(.request) == "rq_0000000000FZZZZZZZZZZZZZZZ")
    }

    @Test func risesStrictlyWithinAMillisecondAndWhenTheClockStepsBack() {
        let clock = ManualClock()
        let identifiers = Identifiers(clock: clock)
        var made: [String] = []
        for step in 0..<400 {
            if step == 100 { clock.advance(milliseconds: 5) }
            if step == 200 { clock.setWall(milliseconds: 1_000) }
            made.append(identifiers.next(.job))
        }
        #expect(made == made.sorted())
        #expect(Set(made).count == made.count)
    }

    @Test func carriesFromTheLowBitsIntoTheHighOnes() {
        let calls = Counter()
        let identifiers = Identifiers(clock: ManualClock(wallMilliseconds: 0)) { calls.next() == 1 ? 0 : .max }
        #expect(identifiers.next(.job) == "jb_0000000000000FZZZZZZZZZZZZ")
        #expect(identifiers.next(.job) == "jb_0000000000000G000000000000")
    }

    @Test(arguments: IdentifierKind.allCases) func knowsItsOwn(_ kind: IdentifierKind) {
        let text = Identifiers().next(kind)
        #expect(text.utf8.count == 29)
        #expect(Identifiers.isIdentifier(text, kind))
        for other in IdentifierKind.allCases where other != kind { #expect(!Identifiers.isIdentifier(text, other)) }
    }

    @Test(arguments: [
        "", "jb_", "jb_01ARYZ6S41000000000000000", "jb_01ARYZ6S4100000000000000000", "jb_81ARYZ6S410000000000000000",
        "jb_01ARYZ6S41000000000000000I", "jb_01aryz6s410000000000000000", "jb_01ARYZ6S41000000000000000/",
        "01ARYZ6S410000000000000000",
    ]) func refusesWhatIsNoIdentifier(_ text: String) {
        #expect(!Identifiers.isIdentifier(text, .job))
    }
}
