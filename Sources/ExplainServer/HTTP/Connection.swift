/// The protocol side of one connection: bytes and answers go in, steps and bytes come out.
///
/// It does no I/O and reads no clock: every call that can depend on time is told it, in milliseconds of any monotonic
/// clock. One request is served at a time, so that answers keep the order of the requests; the bytes of the next ones wait.
///
/// The driver feeds ``receive(_:now:)`` and ``receiveEnd(now:)`` while ``wantsInput``, carries out ``next(now:)`` until it
/// says to wait, sends ``unsentBytes`` and confirms them with ``sent(_:now:)``, and sweeps ``expire(now:)``.
struct Connection: ~Copyable {
    /// What the driver must do next.
    enum Step: Sendable {
        /// Nothing, until more bytes, an answer or room for output come.
        case wait
        /// Ask whether the request will be served, and call ``Connection/admit(_:date:now:)``.
        case admit(RequestHead)
        /// Have the request served, and call ``Connection/respond(_:date:now:)`` when its answer is there.
        case serve(HTTPRequest)
        /// Have the refusal worded, and call ``Connection/respond(_:date:now:)``; the connection closes after it.
        case fail(HTTPError)
    }

    /// Where the connection is in its life.
    enum Stage: Equatable {
        /// Between requests, or inside a head.
        case head
        /// Waits for the admission of a head.
        case admission
        /// Inside a body of known length.
        case fixedBody
        /// Inside a chunked body.
        case chunkedBody
        /// A request is complete and not handed out.
        case complete
        /// The server refuses the request and has not said so.
        case failed(HTTPError)
        /// Waits for an answer.
        case response
        /// Reads and drops the body of a request that was refused and answered.
        case discarding
        /// Sends what is left and processes nothing more.
        case closing
        /// Everything is sent: the sending side is to be shut down; what still comes is dropped for a while.
        case lingering
        /// Nothing more to do: the socket is to be closed.
        case closed
    }

    /// A buffer larger than this is given back when it is empty, so that idle connections stay small.
    static let retainedBytes = 16 * 1024

    let limits: Limits
    /// Where the connection is in its life.
    var stage = Stage.head
    /// When the stage began; in a head, when its first byte came.
    var since: Int64

    var input: [UInt8] = []
    var inputStart = 0
    var parser: RequestParser
    /// The request being read.
    var current: ParsedHead?
    var body: [UInt8] = []
    /// Body bytes still to come, where the length is known.
    var bodyRemaining = 0
    /// Body bytes that came, in their coding.
    var bodyReceived = 0
    var chunks: ChunkedDecoder
    /// Whether the client has shut down its sending side.
    var isPeerClosed = false

    var output: [UInt8] = []
    var outputStart = 0
    /// When output last moved, or began to wait.
    var outputSince: Int64
    /// Whether the request in hand was HEAD.
    var isHead = false
    var minorVersion = 1
    var keepsAlive = true
    var isDraining = false
    /// Bytes dropped while lingering.
    var lingeredBytes = 0

    /// Creates the state of a connection that was just accepted.
    init(limits: Limits, now: Int64) {
        self.limits = limits
        since = now
        outputSince = now
        parser = RequestParser(limits: limits)
        chunks = ChunkedDecoder(limits: limits, bodyLimitBytes: 0)
    }

    /// Whether bytes are to be read; while not, they wait in the socket and hold the client back.
    var wantsInput: Bool {
        guard !isPeerClosed else { return false }
        switch stage {
        case .head, .fixedBody, .chunkedBody, .discarding: return unsentCount < limits.outputHighWaterBytes
        case .lingering: return true
        case .admission, .complete, .failed, .response, .closing, .closed: return false
        }
    }

    /// Bytes written and not sent.
    var unsentCount: Int { output.count - outputStart }

    /// The bytes to send.
    var unsentBytes: ArraySlice<UInt8> { output[outputStart...] }

    /// Whether a head has begun; empty lines before it do not count.
    var hasPartialHead: Bool { input.count - inputStart > parser.skippedBytes }

    /// Takes bytes from the client.
    mutating func receive(_ bytes: borrowing Span<UInt8>, now: Int64) {
        switch stage {
        case .closing, .closed: return
        case .lingering:
            lingeredBytes += bytes.count
            if lingeredBytes > limits.lingerBytes { stage = .closed }
            return
        case .head:
            if !hasPartialHead { since = now }
        case .fixedBody, .chunkedBody, .discarding: bodyReceived += bytes.count
        case .admission, .complete, .failed, .response: break
        }
        let taken = inputStart == input.count ? takeDirectly(bytes) : 0
        guard taken < bytes.count else { return }
        dropConsumedInput()
        input.append(bytes, taken..<bytes.count)
    }

    /// Takes notice that the client sends no more.
    mutating func receiveEnd(now: Int64) {
        isPeerClosed = true
        if stage == .lingering { stage = .closed }
    }

    /// Takes notice that bytes were sent.
    mutating func sent(_ count: Int, now: Int64) {
        let wasFull = unsentCount >= limits.outputHighWaterBytes
        outputStart += count
        outputSince = now
        // The time in which the client's own slowness kept its next request from being read is not held against it twice.
        if wasFull, unsentCount < limits.outputHighWaterBytes { since = now }
        guard outputStart == output.count else { return }
        output.removeAll(keepingCapacity: output.capacity <= Self.retainedBytes)
        outputStart = 0
        if stage == .closing { finishClosing(now: now) }
    }

    /// Closes at the next chance: at once between requests, else after the answer in hand.
    mutating func drain(now: Int64) {
        isDraining = true
        if stage == .head, !hasPartialHead { close(now: now) }
    }

    /// Sends what is left, then closes.
    mutating func close(now: Int64) {
        stage = .closing
        if unsentCount == 0 { finishClosing(now: now) }
    }

    private mutating func finishClosing(now: Int64) {
        stage = isPeerClosed ? .closed : .lingering
        since = now
        input = []
        inputStart = 0
    }

    /// Takes bytes of a body of known length without a stop in the input buffer.
    ///
    /// - Returns: how many were taken.
    private mutating func takeDirectly(_ bytes: borrowing Span<UInt8>) -> Int {
        let count = min(bodyRemaining, bytes.count)
        switch stage {
        case .fixedBody: body.append(bytes, 0..<count)
        case .discarding: break
        default: return 0
        }
        bodyRemaining -= count
        return count
    }

    /// Frees the front of the input buffer.
    mutating func dropConsumedInput() {
        guard inputStart > 0 else { return }
        if inputStart == input.count {
            input.removeAll(keepingCapacity: input.capacity <= Self.retainedBytes)
        } else {
            input.removeFirst(inputStart)
        }
        inputStart = 0
    }
}
