import ExplainCore
import Testing

@Suite struct CancellationTests {
    @Test func moreTimeTakesTheDeadlineBack() {
        let cancellation = Cancellation()
        #expect(!cancellation.renew())
        cancellation.expire()
        #expect(cancellation.isExpired)
        #expect(cancellation.renew())
        #expect(!cancellation.isExpired)
        cancellation.expire()
        #expect(cancellation.isExpired)
    }

    @Test func whatIsCancelledStaysSo() {
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(!cancellation.renew())
        cancellation.expire()
        #expect(cancellation.isCancelled && !cancellation.isExpired)
    }
}
