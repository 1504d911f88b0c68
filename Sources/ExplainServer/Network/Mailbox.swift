import Synchronization

/// What other threads have to say to an event loop.
final class Mailbox: ResponseSink {
    /// One message.
    enum Letter: Sendable {
        /// The answer of an exchange.
        case response(ExchangeID, HTTPResponse)
        /// An exchange that nobody will answer.
        case abandoned(ExchangeID)

        /// The exchange it is about.
        var exchange: ExchangeID {
            switch self {
            case .response(let exchange, _), .abandoned(let exchange): exchange
            }
        }
    }

    private struct State {
        var letters: [Letter] = []
        /// The exchange that the loop is handing out at this moment.
        var current: ExchangeID?
        /// The letter about it.
        var inline: Letter?
        var shutdownGraceMilliseconds: Int64?
    }

    private let state = Mutex(State())
    private let wakeup: Wakeup

    /// Creates an empty mailbox that wakes its loop through a wakeup.
    init(wakeup: Wakeup) { self.wakeup = wakeup }

    func deliver(_ response: HTTPResponse, to exchange: ExchangeID) { post(.response(exchange, response)) }

    func abandon(_ exchange: ExchangeID) { post(.abandoned(exchange)) }

    /// Asks the loop to end.
    func requestShutdown(graceMilliseconds: Int64) {
        state.withLock { $0.shutdownGraceMilliseconds = graceMilliseconds }
        wakeup.signal()
    }

    /// Runs what hands out an exchange.
    ///
    /// - Returns: the letter about that exchange, where it came meanwhile; so an answer given at once wakes nobody.
    func whileHandingOut(_ exchange: ExchangeID, _ body: () -> Void) -> Letter? {
        state.withLock { $0.current = exchange }
        body()
        return state.withLock { state in
            state.current = nil
            return state.inline.take()
        }
    }

    /// Empties the mailbox.
    func collect() -> (letters: [Letter], shutdownGraceMilliseconds: Int64?) {
        wakeup.clear()
        return state.withLock { state in
            defer {
                state.letters = []
                state.shutdownGraceMilliseconds = nil
            }
            return (state.letters, state.shutdownGraceMilliseconds)
        }
    }

    private func post(_ letter: Letter) {
        let isFirst = state.withLock { state in
            if letter.exchange == state.current {
                state.inline = letter
                return false
            }
            state.letters.append(letter)
            return state.letters.count == 1
        }
        if isFirst { wakeup.signal() }
    }
}
