import Testing

@testable import ExplainServer

@Suite struct VersionNumberTests {
    @Test func versionsAreComparedNumberByNumber() {
        let sorted = ["10", "9", "1.10", "1.9", "1", "010"].compactMap { VersionNumber($0) }.sorted().map(\.text)
        #expect(sorted == ["1", "1.9", "1.10", "9", "010", "10"])
    }

    @Test(arguments: ["", "v1", "1.", ".1", "1..2", "-1", "1a", " 1", "99999999999999999999"])
    func otherNamesAreNoVersions(_ text: String) {
        #expect(VersionNumber(text) == nil)
    }
}
