/// What was asked of one model server so far.
struct RemoteCounters: Sendable {
    /// Requests by how they ended.
    var outcomes: [RemoteOutcome: Int] = [:]
    /// Requests that repeated another.
    var retries = 0
    /// Explanations that ended because the target was left alone.
    var suspensions = 0
    /// Rows that were sent.
    var rows = 0
    /// Rows that were not, because the request had the same row already.
    var savedRows = 0
    /// From a request's first byte to the end of its answer.
    var latency = Histogram(bounds: Histogram.requestSeconds)
}
