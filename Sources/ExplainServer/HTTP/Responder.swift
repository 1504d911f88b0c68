import Synchronization

/// The right to answer one request, once, from any thread.
///
/// When the last copy goes away unused, the request is answered with 500.
struct Responder: Sendable {
    /// Whether there still is a client to answer.
    let presence: ClientPresence
    private let pending: PendingResponse

    /// Creates the responder of an exchange.
    init(sink: any ResponseSink, exchange: ExchangeID, presence: ClientPresence = ClientPresence()) {
        self.presence = presence
        pending = PendingResponse(sink: sink, exchange: exchange)
    }

    /// Answers the request.
    ///
    /// - Precondition: it was not answered before.
    func send(_ response: HTTPResponse) { pending.send(response) }
}

/// What the copies of a responder share.
private final class PendingResponse: Sendable {
    private let sink: any ResponseSink
    private let exchange: ExchangeID
    private let isAnswered = Atomic<Bool>(false)

    init(sink: any ResponseSink, exchange: ExchangeID) {
        self.sink = sink
        self.exchange = exchange
    }

    func send(_ response: HTTPResponse) {
        let wasAnswered = isAnswered.exchange(true, ordering: .acquiringAndReleasing)
        precondition(!wasAnswered, "a request was answered twice")
        sink.deliver(response, to: exchange)
    }

    deinit {
        if !isAnswered.load(ordering: .acquiring) { sink.abandon(exchange) }
    }
}
