import Testing

@testable import ExplainServer

@Suite struct PercentEncodingTests {
    @Test(arguments: [("", ""), ("a+b", "a+b"), ("%41%c3%a9", "A\u{E9}"), ("%2525", "%25")])
    func decodesOnce(_ text: String, _ decoded: String) {
        #expect(PercentEncoding.decode(text.utf8) == decoded)
        #expect(PercentEncoding.isWellFormed(text.utf8))
    }

    @Test func plusMayStandForASpace() { #expect(PercentEncoding.decode("a+b%2B".utf8, plusIsSpace: true) == "a b+") }

    @Test(arguments: ["%", "%4", "%4g", "%00", "a%"])
    func refusesBadEscapes(_ text: String) {
        #expect(PercentEncoding.decode(text.utf8) == nil)
        #expect(!PercentEncoding.isWellFormed(text.utf8))
    }

    @Test func refusesWhatIsNotUTF8() { #expect(PercentEncoding.decode("%ff".utf8) == nil) }
}
