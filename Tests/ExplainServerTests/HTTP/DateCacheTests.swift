import Testing

@testable import ExplainServer

@Suite struct DateCacheTests {
    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"), (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] as [(Int64, String)])
    func formatsIMFDates(_ second: Int64, _ text: String) {
        var cache = DateCache()
        #expect(String(decoding: cache.bytes(atSecond: second), as: UTF8.self) == text)
        #expect(String(decoding: cache.bytes(atSecond: second), as: UTF8.self) == text)
    }
}
