/// Why a request has no answer.
enum ClientError: Error, Equatable {
    /// No connection; the reason is the system's.
    case unreachable(String)
    /// The answer did not come in time.
    case timeout(seconds: Int)
    /// The connection ended before the answer did.
    case closedEarly
    /// What came is not HTTP/1.1; the text says where it goes wrong.
    case malformed(String)
    /// The answer is longer than explainctl takes.
    case tooLong(limitBytes: Int)

    /// The sentence for people.
    var message: String {
        switch self {
        case .unreachable(let reason): reason
        case .timeout(let seconds): "no answer within \(seconds) s; --timeout allows more"
        case .closedEarly: "the connection ended before the answer did"
        case .malformed(let text): "the answer is not HTTP/1.1: \(text)"
        case .tooLong(let limit): "the answer is longer than \(limit / 1_048_576) MiB"
        }
    }
}
