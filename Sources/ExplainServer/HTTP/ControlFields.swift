/// What the fields that steer the connection say, gathered while a head is read.
struct ControlFields {
    private var hostCount = 0
    private var contentLength: Int?
    private var hasTransferEncoding = false
    private var hasUnknownCoding = false
    /// Whether the last transfer coding so far is `chunked`.
    private var endsChunked = false
    private var wantsClose = false
    private var wantsKeepAlive = false
    private var expects = false
    private var expectsUnknown = false

    /// Takes one field; most are none of these.
    mutating func note(
        _ input: borrowing Span<UInt8>, name: Range<Int>, value: Range<Int>
    ) throws(HTTPError) {
        switch name.count {
        case 4 where input.equalsIgnoringCase(name, "host"): try noteHost(input, value)
        case 6 where input.equalsIgnoringCase(name, "expect"): noteExpectation(input, value)
        case 10 where input.equalsIgnoringCase(name, "connection"): noteConnection(input, value)
        case 14 where input.equalsIgnoringCase(name, "content-length"): try noteContentLength(input, value)
        case 17 where input.equalsIgnoringCase(name, "transfer-encoding"): try noteTransferEncoding(input, value)
        default: break
        }
    }

    /// Checks the fields together, once the head is complete.
    func framing(minorVersion: Int) throws(HTTPError) -> BodyFraming {
        guard hostCount == 1 || (hostCount == 0 && minorVersion == 0) else { throw .malformedHost }
        // In HTTP/1.0 there are no expectations.
        guard !expectsUnknown || minorVersion == 0 else { throw .unknownExpectation }
        guard hasTransferEncoding else {
            guard let contentLength, contentLength > 0 else { return .none }
            return .length(contentLength)
        }
        guard contentLength == nil, minorVersion == 1, endsChunked else { throw .malformedTransferEncoding }
        guard !hasUnknownCoding else { throw .unknownTransferCoding }
        return .chunked
    }

    /// Whether the client lets the connection stay open (RFC 9112, 9.3).
    func keepsAlive(minorVersion: Int) -> Bool { !wantsClose && (minorVersion == 1 || wantsKeepAlive) }

    /// Whether the client waits for `100 Continue`.
    func expectsContinue(minorVersion: Int) -> Bool { expects && minorVersion == 1 }

    private mutating func noteHost(_ input: borrowing Span<UInt8>, _ value: Range<Int>) throws(HTTPError) {
        hostCount += 1
        guard hostCount == 1, HostName.isWellFormed(input, value) else { throw .malformedHost }
    }

    private mutating func noteExpectation(_ input: borrowing Span<UInt8>, _ value: Range<Int>) {
        if input.equalsIgnoringCase(value, "100-continue") { expects = true } else { expectsUnknown = true }
    }

    private mutating func noteConnection(_ input: borrowing Span<UInt8>, _ value: Range<Int>) {
        input.forEachListElement(value) { element in
            if input.equalsIgnoringCase(element, "close") {
                wantsClose = true
            } else if input.equalsIgnoringCase(element, "keep-alive") {
                wantsKeepAlive = true
            }
        }
    }

    private mutating func noteContentLength(_ input: borrowing Span<UInt8>, _ value: Range<Int>) throws(HTTPError) {
        guard contentLength == nil, !value.isEmpty else { throw .malformedContentLength }
        var length = 0
        for index in value {
            guard ASCII.isDigit(input[index]) else { throw .malformedContentLength }
            let (shifted, overflows) = length.multipliedReportingOverflow(by: 10)
            let (sum, alsoOverflows) = shifted.addingReportingOverflow(Int(input[index] &- 0x30))
            guard !overflows, !alsoOverflows else { throw .malformedContentLength }
            length = sum
        }
        contentLength = length
    }

    private mutating func noteTransferEncoding(
        _ input: borrowing Span<UInt8>, _ value: Range<Int>
    ) throws(HTTPError) {
        hasTransferEncoding = true
        try input.forEachListElement(value) { element throws(HTTPError) in
            // Nothing may follow `chunked`, not even itself.
            guard !endsChunked else { throw .malformedTransferEncoding }
            endsChunked = input.equalsIgnoringCase(element, "chunked")
            if !endsChunked { hasUnknownCoding = true }
        }
    }
}
