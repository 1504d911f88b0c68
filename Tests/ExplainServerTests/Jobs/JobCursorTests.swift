import Testing

@testable import ExplainServer

@Suite struct JobCursorTests {
    @Test(arguments: [1, 15, 16, 123_456_789, Int64.max]) func readsWhatItWrote(_ sequence: Int64) {
        let text = JobCursor(after: sequence).text
        #expect(text.utf8.count == 18)
        #expect(JobCursor(text) == JobCursor(after: sequence))
    }

    @Test(arguments: [
        "", "j1", "j10000000000000000", "j1000000000000000g", "j2000000000000000f", "j1+00000000000000f",
        "j1-00000000000000f", "j1ffffffffffffffff", "j1000000000000000f0", "j1000000000000000\u{e9}",
    ]) func refusesWhatItDidNotWrite(_ text: String) {
        #expect(JobCursor(text) == nil)
    }
}
