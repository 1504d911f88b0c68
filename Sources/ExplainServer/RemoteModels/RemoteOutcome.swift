/// How one request to a model server ended, as metrics count it.
enum RemoteOutcome: String, Sendable, CaseIterable {
    case answered
    case noConnection = "no_connection"
    case brokenOff = "broken_off"
    case timedOut = "timed_out"
    case refused = "refused"
    case failed = "failed"
    case badAnswer = "bad_answer"
    case calledOff = "called_off"
}
