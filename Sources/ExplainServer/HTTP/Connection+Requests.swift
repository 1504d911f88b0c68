extension Connection {
    /// Goes on with the bytes that are there.
    mutating func next(now: Int64) -> Step {
        while true {
            do throws(HTTPError) {
                if let step = try advance(now: now) { return step }
            } catch {
                stage = .failed(error)
            }
        }
    }

    /// Takes the decision about the head that ``Step/admit(_:)`` gave out; `date` is the value of the `Date` field.
    mutating func admit(_ admission: Admission, date: [UInt8], now: Int64) {
        guard stage == .admission, let parsed = current else { preconditionFailure("no head waits for admission") }
        switch admission {
        case .accept(let bodyLimitBytes): beginBody(parsed, limit: bodyLimitBytes, now: now)
        case .refuse(let response):
            refuse(parsed, now: now)
            respond(response, date: date, now: now)
        }
    }

    /// Takes the answer to what ``Step/serve(_:)`` or ``Step/fail(_:)`` gave out; `date` is as above.
    mutating func respond(_ response: HTTPResponse, date: [UInt8], now: Int64) {
        precondition(stage == .response, "no request waits for an answer")
        let closes = !keepsAlive || isDraining || response.closesConnection
        if unsentCount == 0 { outputSince = now }
        ResponseWriter.append(
            response, date: date, isHead: isHead, option: closes ? .close : minorVersion == 0 ? .keepAlive : .silent,
            to: &output)
        if closes {
            close(now: now)
        } else if bodyRemaining > 0 {
            begin(.discarding, now: now)
        } else {
            beginHead(now: now)
        }
    }

    /// One step, or nil where the stage changed and there is more to do.
    private mutating func advance(now: Int64) throws(HTTPError) -> Step? {
        switch stage {
        case .head: return try readHead(now: now)
        case .fixedBody: return readFixedBody(now: now)
        case .chunkedBody: return try readChunkedBody(now: now)
        case .discarding: return discardBody(now: now)
        case .complete: return handOut(now: now)
        case .failed(let error):
            keepsAlive = false
            begin(.response, now: now)
            return .fail(error)
        case .admission, .response, .closing, .lingering, .closed: return .wait
        }
    }

    private mutating func readHead(now: Int64) throws(HTTPError) -> Step? {
        guard unsentCount < limits.outputHighWaterBytes else { return .wait }
        guard inputStart < input.count else { return waitForInput(now: now) }
        // A second reference, so that the parser can be changed while it reads; no byte is copied.
        let input = self.input
        let parsed: ParsedHead?
        do throws(HTTPError) {
            parsed = try parser.parse(input.span.extracting(inputStart...))
        } catch {
            isHead = parser.isHead
            throw error
        }
        guard let parsed else { return waitForInput(now: now) }
        inputStart += parsed.byteCount
        isHead = parsed.head.isHead
        minorVersion = parsed.head.minorVersion
        keepsAlive = parsed.keepsAlive
        current = parsed
        stage = .admission
        return .admit(parsed.head)
    }

    /// Waits for the client, unless it will send no more: what is incomplete then stays so, and is not answered.
    private mutating func waitForInput(now: Int64) -> Step {
        if isPeerClosed { close(now: now) }
        return .wait
    }

    private mutating func beginBody(_ parsed: ParsedHead, limit: Int, now: Int64) {
        body = []
        bodyReceived = input.count - inputStart
        switch parsed.framing {
        case .none: stage = .complete
        case .length(let length):
            guard length <= limit else {
                stage = .failed(.bodyTooLarge)
                return
            }
            bodyRemaining = length
            // No more than one read is reserved on the client's word.
            body.reserveCapacity(min(length, limits.readBytes))
            begin(.fixedBody, now: now)
        case .chunked:
            chunks = ChunkedDecoder(limits: limits, bodyLimitBytes: limit)
            begin(.chunkedBody, now: now)
        }
        if parsed.expectsContinue, parsed.framing != .none, inputStart == input.count {
            if unsentCount == 0 { outputSince = now }
            ResponseWriter.appendContinue(to: &output)
        }
    }

    /// Decides what becomes of the body of a refused request.
    private mutating func refuse(_ parsed: ParsedHead, now: Int64) {
        stage = .response
        bodyReceived = input.count - inputStart
        switch parsed.framing {
        case .none: break
        case .length(let length) where length <= limits.discardedBodyBytes && !parsed.expectsContinue:
            bodyRemaining = length
        // A client that waits for 100 may send the body or leave it out: what comes next cannot be told apart.
        case .length, .chunked: keepsAlive = false
        }
        current = nil
    }

    private mutating func readFixedBody(now: Int64) -> Step? {
        let count = min(bodyRemaining, input.count - inputStart)
        body += input[inputStart..<inputStart + count]
        inputStart += count
        bodyRemaining -= count
        guard bodyRemaining == 0 else { return waitForInput(now: now) }
        stage = .complete
        return nil
    }

    private mutating func readChunkedBody(now: Int64) throws(HTTPError) -> Step? {
        // A second reference, so that the rest can be changed while it is read; no byte is copied.
        let input = self.input
        var decoder = chunks
        var position = inputStart
        let isComplete = try decoder.decode(input.span, at: &position, into: &body)
        chunks = decoder
        inputStart = position
        guard isComplete else { return waitForInput(now: now) }
        stage = .complete
        return nil
    }

    private mutating func discardBody(now: Int64) -> Step? {
        let count = min(bodyRemaining, input.count - inputStart)
        inputStart += count
        bodyRemaining -= count
        guard bodyRemaining == 0 else { return waitForInput(now: now) }
        beginHead(now: now)
        return nil
    }

    private mutating func handOut(now: Int64) -> Step {
        guard let parsed = current.take() else { preconditionFailure("a complete request has a head") }
        let request = HTTPRequest(head: parsed.head, body: body)
        body = []
        begin(.response, now: now)
        return .serve(request)
    }

    private mutating func beginHead(now: Int64) {
        parser = RequestParser(limits: limits)
        current = nil
        if inputStart == input.count { dropConsumedInput() }
        begin(.head, now: now)
    }

    private mutating func begin(_ next: Stage, now: Int64) {
        stage = next
        since = now
    }
}
