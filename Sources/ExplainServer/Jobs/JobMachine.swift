import ExplainCore

/// The life of a job: event in, new state and effect out.
///
/// ```
/// queued --start--> running --succeed--> succeeded
///   |  ^              | | '--fail------> failed
///   |  '---requeue----' |                  ^ (requeue after too many crashes)
///   '------cancel-------'--------------> cancelled
/// ```
/// A final job never changes. A job that is cancelled while it runs is cancelled at once: what its runner returns or
/// throws afterwards is ignored.
struct JobMachine: Sendable {
    /// A job is not tried again after the process died under it this often.
    var maximumCrashes = 3

    /// Lets an event happen to a job.
    ///
    /// - Parameters:
    ///   - event: what happens.
    ///   - job: changed as the event and its status say.
    ///   - now: the wall clock in milliseconds.
    /// - Returns: what has to be done.
    func apply(_ event: JobEvent, to job: inout Job, now: Int64) -> JobEffect {
        switch (job.status, event) {
        case (.queued, .start):
            start(&job, now: now)
            return .changed
        case (.running, .progress(let progress)):
            return report(progress, &job)
        case (.running, .succeed(let resultBytes)):
            job.resultBytes = resultBytes
            job.progress = Progress(done: job.progress.total, total: job.progress.total)
            finish(&job, .succeeded, now: now)
            return .changed
        case (.running, .fail(let failure)):
            job.failure = failure
            finish(&job, .failed, now: now)
            return .changed
        case (.queued, .cancel):
            finish(&job, .cancelled, now: now)
            return .changed
        case (.running, .cancel):
            finish(&job, .cancelled, now: now)
            return .changedStoppingRunner
        case (.running, .requeue(let reason, let hasKept)):
            requeue(&job, reason, hasKept: hasKept, now: now)
            return .changed
        case (.queued, .progress), (.queued, .succeed), (.queued, .fail), (.queued, .requeue), (.running, .start),
            (.succeeded, _), (.failed, _), (.cancelled, _):
            return .ignored
        }
    }

    private func start(_ job: inout Job, now: Int64) {
        job.status = .running
        job.revision += 1
        job.attempts += 1
        job.startedAtMilliseconds = now
        job.progress = Progress(done: 0, total: job.progress.total)
    }

    /// A runner's threads may report out of order: the furthest report counts.
    private func report(_ progress: Progress, _ job: inout Job) -> JobEffect {
        let total = max(progress.total, progress.done, 0)
        let done = max(job.progress.done, progress.done)
        let resumed = max(job.progress.resumed, min(progress.resumed, done))
        let moved = Progress(done: done, total: max(total, done), resumed: resumed)
        guard moved != job.progress, progress.done >= job.progress.done else { return .ignored }
        job.progress = moved
        return .progressed
    }

    private func finish(_ job: inout Job, _ status: JobStatus, now: Int64) {
        job.status = status
        job.revision += 1
        job.finishedAtMilliseconds = now
    }

    private func requeue(_ job: inout Job, _ reason: JobEvent.Reason, hasKept: Bool, now: Int64) {
        if reason == .crashed {
            job.crashes += 1
            if job.crashes >= maximumCrashes {
                job.failure = .attemptsExhausted(job.crashes)
                finish(&job, .failed, now: now)
                return
            }
        }
        job.status = .queued
        job.revision += 1
        job.startedAtMilliseconds = nil
        job.progress = Progress(done: hasKept ? job.progress.done : 0, total: job.progress.total)
    }
}
