import Synchronization

extension EventLoop {
    /// Reads what is there to read, and goes on from it.
    func handle(_ event: ReadyEvent) {
        guard let client = client(event.descriptor) else { return }
        let wantsInput = client.connection.wantsInput
        if event.isHungUp, !wantsInput {
            // Nobody is left to answer. An answer that comes later finds its exchange gone.
            drop(client)
            return
        }
        if wantsInput, event.isReadable || event.isHungUp {
            switch client.read(into: &readBuffer) {
            case .moved(let count): client.connection.receive(readBuffer.span.extracting(..<count), now: now)
            case .ended: client.connection.receiveEnd(now: now)
            case .blocked: break
            case .lost:
                drop(client)
                return
            }
        }
        let isUnwanted = event.isReadable && !wantsInput
        if isUnwanted, client.presence != nil, client.endedAt == nil, client.hasEnded { client.endedAt = now }
        progress(client, sawUnwantedInput: isUnwanted)
    }

    /// Takes a client that has shut down its sending side for gone when its answer does not come soon.
    ///
    /// One that has closed its connection looks the same until it is sent something, and one that only sends no more still
    /// gets what is there in time.
    func sweepEnded(_ client: ClientSocket) {
        guard let endedAt = client.endedAt, now - endedAt >= Int64(limits.halfCloseGraceMilliseconds) else { return }
        client.endedAt = nil
        client.presence?.leave()
    }

    /// Serves and sends, until the connection must wait for its client, for an answer or for time.
    func progress(_ client: ClientSocket, sawUnwantedInput: Bool = false) {
        var isHeldBack: Bool
        repeat {
            serve(client)
            isHeldBack = client.connection.unsentCount >= limits.outputHighWaterBytes
            guard flush(client) else {
                drop(client)
                return
            }
        } while isHeldBack && client.connection.unsentCount < limits.outputHighWaterBytes
        switch client.connection.stage {
        case .closed:
            drop(client)
            return
        case .lingering: client.shutDownSending()
        default: break
        }
        updateInterest(client, sawUnwantedInput: sawUnwantedInput)
    }

    /// Gives a connection the answer of its exchange.
    func answer(_ client: ClientSocket, _ letter: Mailbox.Letter) {
        client.pendingSerial = nil
        client.presence = nil
        client.endedAt = nil
        switch letter {
        case .response(_, let response): client.connection.respond(response, date: date, now: now)
        case .abandoned: refuse(client, .unanswered)
        }
    }

    private func serve(_ client: ClientSocket) {
        while true {
            switch client.connection.next(now: now) {
            case .wait: return
            case .admit(let head):
                statistics.requests.add(1, ordering: .relaxed)
                client.connection.admit(application.admit(head), date: date, now: now)
            case .serve(let request): handOut(request, of: client)
            case .fail(let error): refuse(client, error)
            }
        }
    }

    private func handOut(_ request: HTTPRequest, of client: ClientSocket) {
        serial += 1
        let exchange = ExchangeID(descriptor: client.descriptor, serial: serial)
        let presence = ClientPresence()
        client.pendingSerial = serial
        client.presence = presence
        let letter = mailbox.whileHandingOut(exchange) {
            application.respond(to: request, Responder(sink: mailbox, exchange: exchange, presence: presence))
        }
        if let letter { answer(client, letter) }
    }

    private func refuse(_ client: ClientSocket, _ error: HTTPError) {
        statistics.failures.add(1, ordering: .relaxed)
        var response = application.protocolError(error)
        response.closesConnection = true
        client.connection.respond(response, date: date, now: now)
    }

    /// Sends what there is.
    ///
    /// - Returns: false when the connection is lost.
    private func flush(_ client: ClientSocket) -> Bool {
        while client.connection.unsentCount > 0 {
            switch client.write() {
            case .moved(let count): client.connection.sent(count, now: now)
            case .blocked: return true
            case .ended, .lost: return false
            }
        }
        return true
    }

    /// Tells the poller what is wanted now.
    ///
    /// Reading that is not wanted is left watched until input comes all the same: most clients wait for their answer, and
    /// so cost no system call.
    private func updateInterest(_ client: ClientSocket, sawUnwantedInput: Bool) {
        var wanted: Interest = client.connection.unsentCount > 0 ? .writable : []
        let keepsReadable = client.interest.contains(.readable) && !sawUnwantedInput
        if client.connection.wantsInput || keepsReadable { wanted.insert(.readable) }
        guard wanted != client.interest else { return }
        client.interest = wanted
        poller.modify(client.descriptor, wanted)
    }
}
