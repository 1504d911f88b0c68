import Testing

@testable import ExplainServer

@Suite struct TimestampTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_795_165_828_123, "2026-11-20T09:10:28.123Z"),
        (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func momentsAreWrittenInUniversalTime(_ milliseconds: Int64, _ text: String) {
        #expect(Timestamp.text(milliseconds: milliseconds) == text)
    }

    @Test func everyDayOfFourCenturiesFollowsTheOneBefore() {
        var previous = ""
        for day in Int64(0)..<146_097 {
            let text = Timestamp.text(milliseconds: day * 86_400_000)
            #expect(text > previous)
            previous = text
        }
        #expect(previous == "2369-12-31T00:00:00.000Z")
    }
}
