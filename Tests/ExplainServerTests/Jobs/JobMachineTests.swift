import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct JobMachineTests {
    private let machine = JobMachine(maximumCrashes: 3)

    private static let events: [JobEvent] = [
        .start, .progress(Progress(done: 50, total: 100)), .succeed(resultBytes: 12),
        .fail(JobFailure(code: "model_failed", detail: "The model failed.")), .cancel,
        .requeue(.drained, hasKept: false),
        .requeue(.crashed, hasKept: false), .requeue(.crashed, hasKept: true),
    ]

    /// What each event of ``events`` leads to in the two statuses that are not final.
    private static let expected: [JobStatus: [(JobStatus, JobEffect)]] = [
        .queued: [
            (.running, .changed), (.queued, .ignored), (.queued, .ignored), (.queued, .ignored),
            (.cancelled, .changed), (.queued, .ignored), (.queued, .ignored), (.queued, .ignored),
        ],
        .running: [
            (.running, .ignored), (.running, .progressed), (.succeeded, .changed), (.failed, .changed),
            (.cancelled, .changedStoppingRunner), (.queued, .changed), (.queued, .changed), (.queued, .changed),
        ],
    ]

    @Test(arguments: JobStatus.allCases) func everyEventInEveryStatus(_ status: JobStatus) {
        let before = Job.sample(in: status)
        #expect(before.status == status)
        for (index, event) in Self.events.enumerated() {
            var job = before
            let effect = machine.apply(event, to: &job, now: 9_000)
            let (next, wanted) = Self.expected[status]?[index] ?? (status, .ignored)
            #expect(job.status == next, "\(status), \(event)")
            #expect(effect == wanted, "\(status), \(event)")
            checkInvariants(job, after: event, effect, from: before)
        }
    }

    private func checkInvariants(_ job: Job, after event: JobEvent, _ effect: JobEffect, from before: Job) {
        switch effect {
        case .ignored: #expect(job == before, "\(event)")
        case .progressed: #expect(job.revision == before.revision && job.status == before.status, "\(event)")
        case .changed, .changedStoppingRunner: #expect(job.revision == before.revision + 1, "\(event)")
        }
        #expect((job.finishedAtMilliseconds != nil) == job.status.isFinal, "\(event)")
        #expect((job.failure != nil) == (job.status == .failed), "\(event)")
        #expect((job.resultBytes != nil) == (job.status == .succeeded), "\(event)")
        #expect(job.progress.done <= job.progress.total, "\(event)")
        if job.status == .running { #expect(job.startedAtMilliseconds != nil) }
        guard job.status == .queued else { return }
        #expect(job.startedAtMilliseconds == nil)
        #expect(
            job.progress.done == (event == .requeue(.crashed, hasKept: true) ? before.progress.done : 0), "\(event)")
    }

    @Test func startingCountsAnAttemptAndNotesTheTime() {
        var job = Job.sample()
        _ = machine.apply(.start, to: &job, now: 5_000)
        #expect(job.attempts == 1)
        #expect(job.startedAtMilliseconds == 5_000)
        _ = machine.apply(.succeed(resultBytes: 3), to: &job, now: 6_000)
        #expect(job.finishedAtMilliseconds == 6_000)
        #expect(job.progress == Progress(done: 100, total: 100))
        #expect(job.resultBytes == 3)
    }

    @Test func aJobUnderWhichTheProcessDiesThriceFails() {
        var job = Job.sample()
        for crash in 1...3 {
            _ = machine.apply(.start, to: &job, now: 5_000)
            #expect(job.attempts == crash)
            #expect(machine.apply(.requeue(.crashed, hasKept: false), to: &job, now: 7_000) == .changed)
            #expect(job.status == (crash < 3 ? .queued : .failed))
        }
        #expect(job.failure?.code == "attempts_exhausted")
        #expect(job.finishedAtMilliseconds == 7_000)
    }

    @Test func stoppingInGoodOrderCountsAgainstNoJob() {
        var job = Job.sample()
        for _ in 1...20 {
            _ = machine.apply(.start, to: &job, now: 5_000)
            _ = machine.apply(.requeue(.drained, hasKept: false), to: &job, now: 5_000)
        }
        #expect(job.status == .queued)
        #expect(job.attempts == 20)
        #expect(job.crashes == 0)
    }

    @Test func progressNeverGoesBackAndNeverBeyondItsTotal() {
        var job = Job.sample(in: .running)
        let reports = [(30, 100), (60, 100), (60, 100), (55, 90), (-5, 100), (70, 50), (.max, 100), (1, .min)]
        var furthest = job.progress.done
        for (done, total) in reports {
            let effect = machine.apply(.progress(Progress(done: done, total: total)), to: &job, now: 0)
            #expect(job.progress.done >= furthest)
            #expect(job.progress.done <= job.progress.total)
            #expect((effect == .progressed) == (done > furthest), "\(done) of \(total)")
            furthest = job.progress.done
        }
        #expect(job.progress == Progress(done: .max, total: .max))
    }
}
