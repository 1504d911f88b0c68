extension Connection {
    /// Ends what has lasted too long; ``next(now:)`` tells what follows from it.
    ///
    /// - Returns: whether anything ended.
    /// - Complexity: O(1): a few comparisons, so that one sweep over all connections takes the place of their timers.
    mutating func expire(now: Int64) -> Bool {
        let before = stage
        endOverdue(now: now)
        return stage != before
    }

    private mutating func endOverdue(now: Int64) {
        if unsentCount > 0, now - outputSince >= Int64(limits.writeStallTimeoutMilliseconds) {
            stage = .closed
            return
        }
        // The client waits for us, not we for it, while we do not read.
        guard wantsInput else { return }
        let elapsed = now - since
        switch stage {
        case .head where hasPartialHead:
            if elapsed >= Int64(limits.headTimeoutMilliseconds) { stage = .failed(.headTimeout) }
        case .head:
            if elapsed >= Int64(limits.idleTimeoutMilliseconds) { close(now: now) }
        case .fixedBody, .chunkedBody:
            if isBodyTooSlow(elapsed) { stage = .failed(.bodyTimeout) }
        case .discarding:
            if isBodyTooSlow(elapsed) { close(now: now) }
        case .lingering:
            if elapsed >= Int64(limits.lingerTimeoutMilliseconds) { stage = .closed }
        case .admission, .complete, .failed, .response, .closing, .closed: break
        }
    }

    private func isBodyTooSlow(_ elapsed: Int64) -> Bool {
        if elapsed >= Int64(limits.bodyTimeoutMilliseconds) { return true }
        guard elapsed >= Int64(limits.bodyRateGraceMilliseconds) else { return false }
        // Bytes a second against bytes in milliseconds; both products stay far below 2^63.
        return Int64(bodyReceived) * 1000 < Int64(limits.minimumBodyBytesPerSecond) * elapsed
    }
}
