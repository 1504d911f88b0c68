/// Why the server itself refuses a request.
enum HTTPError: Error, Sendable, Hashable, CaseIterable {
    /// The request line is not `METHOD SP TARGET SP HTTP/1.x CRLF`.
    case malformedRequestLine
    /// The target is neither a path, nor an absolute http URI, nor `*` with OPTIONS.
    case malformedTarget
    /// The target's percent-encoding is cut, not hexadecimal, a NUL, or not UTF-8 once decoded.
    case malformedPercentEncoding
    /// A header field breaks the grammar.
    case malformedField
    /// `Host` is missing, repeated or not a host.
    case malformedHost
    /// `Content-Length` is repeated or not a number.
    case malformedContentLength
    /// `Transfer-Encoding` is ambiguous: beside `Content-Length`, in HTTP/1.0, or without one final `chunked`.
    case malformedTransferEncoding
    /// A chunk or a trailer field breaks the grammar.
    case malformedChunk
    /// The head did not arrive in time.
    case headTimeout
    /// The body did not arrive in time, or too slowly.
    case bodyTimeout
    /// The body is longer than the route accepts.
    case bodyTooLarge
    /// The request line is too long.
    case requestLineTooLong
    /// An expectation other than `100-continue`.
    case unknownExpectation
    /// The head is too long.
    case headTooLarge
    /// Too many header fields.
    case tooManyFields
    /// Too many trailer bytes or fields.
    case trailersTooLarge
    /// The application gave up the request without an answer.
    case unanswered
    /// A method that this server does not know.
    case unknownMethod
    /// A transfer coding that this server does not know.
    case unknownTransferCoding
    /// A major version other than 1.
    case unsupportedVersion

    /// The status of the answer.
    var status: Int {
        switch self {
        case .malformedRequestLine, .malformedTarget, .malformedPercentEncoding, .malformedField, .malformedHost,
            .malformedContentLength, .malformedTransferEncoding, .malformedChunk:
            400
        case .headTimeout, .bodyTimeout: 408
        case .bodyTooLarge: 413
        case .requestLineTooLong: 414
        case .unknownExpectation: 417
        case .headTooLarge, .tooManyFields, .trailersTooLarge: 431
        case .unanswered: 500
        case .unknownMethod, .unknownTransferCoding: 501
        case .unsupportedVersion: 505
        }
    }

    /// What was wrong, for people.
    var detail: String {
        switch self {
        case .malformedRequestLine: "The request line is malformed."
        case .malformedTarget: "The request target is malformed."
        case .malformedPercentEncoding: "The percent-encoding of the request target is malformed."
        case .malformedField: "A header field is malformed."
        case .malformedHost: "The Host field is missing, repeated or malformed."
        case .malformedContentLength: "The Content-Length field is repeated or malformed."
        case .malformedTransferEncoding: "The Transfer-Encoding field is ambiguous or malformed."
        case .malformedChunk: "The chunked body is malformed."
        case .headTimeout: "The request head did not arrive in time."
        case .bodyTimeout: "The request body did not arrive in time."
        case .bodyTooLarge: "The request body is too large."
        case .requestLineTooLong: "The request line is too long."
        case .unknownExpectation: "The expectation is not supported."
        case .headTooLarge: "The request head is too large."
        case .tooManyFields: "The request has too many header fields."
        case .trailersTooLarge: "The request has too many trailer fields."
        case .unanswered: "The request was not answered."
        case .unknownMethod: "The request method is not supported."
        case .unknownTransferCoding: "The transfer coding is not supported."
        case .unsupportedVersion: "The protocol version is not supported."
        }
    }
}
