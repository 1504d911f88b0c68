import Synchronization

extension JobQueue {
    /// How often waits are ended, workers woken and the store looked after.
    private static let tickMilliseconds = 200
    private static let expiryIntervalNanoseconds: UInt64 = 600 * 1_000_000_000

    /// Calls back when the job's status changes, or when the time is over.
    ///
    /// Never blocks, and holds no thread meanwhile.
    /// - Parameters:
    ///   - id: the job's identifier.
    ///   - revision: ``Job/revision`` as the caller knows it; if the job has another one, or is final, it calls back
    ///     at once.
    ///   - timeoutMilliseconds: how long to wait at most, to a fifth of a second.
    ///   - completion: told the job as it is then, or none if there is no such job; once, on any thread.
    func wait(
        _ id: String, after revision: Int, timeoutMilliseconds: UInt64,
        completion: @escaping @Sendable (Job?) -> Void
    ) {
        let now = clock.monotonicNanoseconds
        let waiter = JobWaiter(
            deadlineNanoseconds: now &+ timeoutMilliseconds &* 1_000_000, completion: completion)
        enum Answer {
            case now(Job)
            case later
            case fromStore
        }
        let answer = board.withLock { board -> Answer in
            guard let job = board.snapshot(id, nowNanoseconds: now) else { return .fromStore }
            if job.status.isFinal || job.revision != revision || timeoutMilliseconds == 0 || board.isDraining {
                return .now(job)
            }
            board.wait(waiter, for: id)
            return .later
        }
        switch answer {
        case .now(let job): completion(job)
        case .later: break
        case .fromStore: perform { completion(try? $0.job(id)) }
        }
    }

    /// Ends waits whose time is over, wakes workers after a pause, tries a store that failed, lets go of old jobs.
    ///
    /// The queue calls it five times a second once started.
    func tick() {
        let now = clock.monotonicNanoseconds
        for notice in board.withLock({ $0.endWaits(nowNanoseconds: now) }) { notice.deliver() }
        if storeFailure != nil {
            _ = try? stored { () throws(StorageError) in try store.checkWritable() }
        }
        expireIfDue(nowNanoseconds: now)
        assignWork()
    }

    func scheduleTick() {
        performLater(milliseconds: Self.tickMilliseconds) { queue in
            queue.tick()
            if !queue.board.withLock(\.isDraining) { queue.scheduleTick() }
        }
    }

    /// A bounded step a call; the next follows at the next tick while there is more.
    private func expireIfDue(nowNanoseconds now: UInt64) {
        let step = 500
        let isDue = board.withLock { board in
            guard now >= board.nextExpiryNanoseconds, !board.isDraining else { return false }
            board.nextExpiryNanoseconds = now &+ Self.expiryIntervalNanoseconds
            return true
        }
        guard isDue else { return }
        let outcome = try? writer.withLock { _ throws(JobQueueError) -> JobExpiry.Outcome in
            try stored { () throws(StorageError) in
                let outcome = try store.expire(expiry(step: step))
                if outcome != JobExpiry.Outcome() {
                    let counts = try store.counts()
                    board.withLock { $0.forgetFinished(counts: counts) }
                }
                return outcome
            }
        }
        if let outcome, outcome.expired >= step || outcome.forgotten >= step {
            board.withLock { $0.nextExpiryNanoseconds = now }
        }
    }

    private func expiry(step: Int) -> JobExpiry {
        let now = clock.wallMilliseconds
        return JobExpiry(
            resultsFinishedBeforeMilliseconds: now - settings.retention.resultAgeSeconds * 1_000,
            maximumResults: settings.retention.maximumResults,
            recordsFinishedBeforeMilliseconds: now - settings.retention.recordAgeSeconds * 1_000,
            maximumChanges: step)
    }
}
