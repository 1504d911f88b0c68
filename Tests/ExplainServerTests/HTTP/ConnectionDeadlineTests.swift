import Testing

@testable import ExplainServer

@Suite struct ConnectionDeadlineTests {
    private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test func headHasTenSecondsFromItsFirstByte() {
        let driver = ConnectionDriver()
        driver.pass(milliseconds: 30_000)
        driver.feed("G")
        driver.pass(milliseconds: 5000)
        driver.feed("ET / HTTP/1.1\r\n")
        driver.pass(milliseconds: 4999)
        #expect(driver.failures.isEmpty)
        driver.pass(milliseconds: 1)
        #expect(driver.failures == [.headTimeout])
        #expect(driver.text.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(driver.stage == .lingering)
    }

    @Test func idleConnectionClosesSilently() {
        let driver = ConnectionDriver()
        driver.feed(Self.get + "\r\n")
        let count = driver.sent.count
        driver.pass(milliseconds: 59_999)
        #expect(driver.stage == .head)
        driver.pass(milliseconds: 1)
        #expect(driver.stage == .lingering)
        #expect(driver.sent.count == count)
    }

    @Test func bodyHasThirtySeconds() {
        let driver = ConnectionDriver()
        driver.feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n")
        for _ in 0..<29 {
            driver.feed([UInt8](repeating: 0x20, count: 2000))
            driver.pass(milliseconds: 1000)
        }
        #expect(driver.failures.isEmpty)
        driver.pass(milliseconds: 1000)
        #expect(driver.failures == [.bodyTimeout])
    }

    @Test(arguments: ["Content-Length: 100000", "Transfer-Encoding: chunked"])
    func bodyHasAMinimumRate(_ field: String) {
        let driver = ConnectionDriver()
        driver.feed("POST / HTTP/1.1\r\nHost: h\r\n\(field)\r\n\r\n")
        driver.feed("ffff\r\n")
        driver.pass(milliseconds: 4999)
        #expect(driver.failures.isEmpty)
        driver.pass(milliseconds: 1)
        #expect(driver.failures == [.bodyTimeout])
    }

    @Test func answersMayTakeAsLongAsTheyTake() {
        let driver = ConnectionDriver(answer: { _ in nil })
        driver.feed(Self.get)
        driver.pass(milliseconds: 600_000)
        #expect(driver.stage == .response)
        #expect(driver.failures.isEmpty)
    }

    @Test func stalledOutputCloses() {
        let driver = ConnectionDriver()
        driver.flushes = false
        driver.pass(milliseconds: 1000)
        driver.feed(Self.get)
        driver.pass(milliseconds: 29_999)
        driver.connection.sent(1, now: driver.now)
        driver.pass(milliseconds: 29_999)
        #expect(driver.stage == .head)
        driver.pass(milliseconds: 1)
        #expect(driver.stage == .closed)
    }

    @Test func lingeringEndsAfterASecond() {
        let driver = ConnectionDriver()
        driver.feed("garbage\r\n\r\n")
        driver.pass(milliseconds: 999)
        #expect(driver.stage == .lingering)
        driver.pass(milliseconds: 1)
        #expect(driver.stage == .closed)
    }
}
