import ExplainCore
import Testing

@testable import ExplainServer

/// What every store of jobs does.
@Suite struct JobStoreTests {
    private let folder = TemporaryFolder()
    private let machine = JobMachine()

    private func applied(_ events: [JobEvent], to job: Job, now: Int64 = 2_000) -> Job {
        var job = job
        for event in events { _ = machine.apply(event, to: &job, now: now) }
        return job
    }

    private func insert(_ store: any JobStore, _ job: Job, key: String? = nil) throws -> Job {
        try store.insert(job, idempotencyKey: key, request: Array(job.id.utf8))
    }

    @Test(arguments: StoreKind.allCases) func givesBackWhatWasInserted(_ kind: StoreKind) throws {
        let store = try kind.make(in: folder)
        let first = try insert(store, .sample("jb_a", kind: .importance), key: "k")
        let second = try insert(store, .sample("jb_b", model: "d\u{e9}j\u{e0} \u{1F600}"))
        #expect(first.sequence > 0)
        #expect(second.sequence > first.sequence)
        #expect(try store.job("jb_a") == first)
        #expect(try store.job("jb_b") == second)
        #expect(try store.job("jb_c") == nil)
        #expect(try store.job(idempotencyKey: "k") == first)
        #expect(try store.job(idempotencyKey: "other") == nil)
        #expect(try store.request(of: "jb_a") == Array("jb_a".utf8))
        #expect(try store.request(of: "jb_c") == nil)
        #expect(try store.result(of: "jb_a") == nil)
    }

    @Test(arguments: StoreKind.allCases) func keepsAnEmptyRequestAndAnEmptyResult(_ kind: StoreKind) throws {
        let store = try kind.make(in: folder)
        let job = try store.insert(.sample(), idempotencyKey: nil, request: [])
        #expect(try store.request(of: job.id) == [])
        try store.finish(applied([.start, .succeed(resultBytes: 0)], to: job), result: [])
        #expect(try store.result(of: job.id) == [])
    }

    @Test(arguments: StoreKind.allCases) func keepsEveryFieldOfEveryStatus(_ kind: StoreKind) throws {
        let store = try kind.make(in: folder)
        let ways: [[JobEvent]] = [
            [.start], [.start, .requeue(.crashed, hasKept: false)], [.cancel],
            [.start, .fail(JobFailure(code: "c", detail: ""))],
            [.start, .progress(Progress(done: 7, total: 900)), .cancel],
        ]
        for (index, way) in ways.enumerated() {
            let job = applied(way, to: try insert(store, .sample("jb_\(index)")))
            try store.update([job])
            #expect(try store.job(job.id) == job)
            #expect((try store.request(of: job.id) == nil) == job.status.isFinal)
        }
    }

    @Test(arguments: StoreKind.allCases) func publishesAResultTogetherWithTheStatus(_ kind: StoreKind) throws {
        let store = try kind.make(in: folder)
        let result = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        let job = applied([.start, .succeed(resultBytes: result.count)], to: try insert(store, .sample()))
        try store.finish(job, result: result)
        #expect(try store.job(job.id) == job)
        #expect(try store.result(of: job.id) == result)
        #expect(try store.request(of: job.id) == nil)
    }

    @Test(arguments: StoreKind.allCases) func writesProgressOnlyAtTheSameRevision(_ kind: StoreKind) throws {
        let store = try kind.make(in: folder)
        let job = applied([.start], to: try insert(store, .sample()))
        try store.update([job])
        let progress = Progress(done: 33, total: 120)
        try store.recordProgress(progress, of: job.id, revision: job.revision - 1)
        #expect(try store.job(job.id)?.progress == job.progress)
        try store.recordProgress(progress, of: job.id, revision: job.revision)
        #expect(try store.job(job.id)?.progress == progress)
        try store.recordProgress(progress, of: "jb_none", revision: 0)
    }

    @Test(arguments: StoreKind.allCases) func keepsPartsOfARunningJobUntilItIsFinal(_ kind: StoreKind) throws {
        let store = try kind.make(in: folder)
        let part = JobPart(position: 0, body: [1, 2, 3])
        let queued = try insert(store, .sample())
        try store.keep(part, under: "a", of: queued.id)
        #expect(try store.parts(under: "a", of: queued.id).isEmpty)
        #expect(try !store.hasParts(of: queued.id))
        let job = applied([.start], to: queued)
        try store.update([job])
        for place in [3, 0, 7] { try store.keep(JobPart(position: place, body: [9]), under: "a", of: job.id) }
        try store.keep(part, under: "a", of: job.id)
        try store.keep(part, under: "b", of: job.id)
        try store.keep(part, under: "a", of: "jb_none")
        let rest = [3, 7].map { JobPart(position: $0, body: [9]) }
        #expect(try store.parts(under: "a", of: job.id) == [part] + rest)
        try store.update([applied([.requeue(.crashed, hasKept: false)], to: job)])
        #expect(try store.parts(under: "a", of: job.id) == [part] + rest)
        try store.dropParts(under: "a", of: job.id)
        #expect(try store.parts(under: "a", of: job.id).isEmpty)
        #expect(try store.parts(under: "b", of: job.id) == [part])
        #expect(try store.hasParts(of: job.id))
        #expect(try !store.hasParts(of: "jb_none"))
        try store.finish(applied([.succeed(resultBytes: 0)], to: job), result: [])
        #expect(try store.parts(under: "b", of: job.id).isEmpty)
        #expect(try !store.hasParts(of: job.id))
    }

    @Test(arguments: StoreKind.allCases) func listsNewestFirstWithFilters(_ kind: StoreKind) throws {
        let store = try kind.make(in: folder)
        var jobs: [Job] = []
        for index in 0..<12 {
            var job = try insert(store, .sample("jb_\(index)", model: index % 3 == 0 ? "wine" : "credit"))
            if index % 2 == 0 {
                job = applied([.cancel], to: job)
                try store.update([job])
            }
            jobs.insert(job, at: 0)
        }
        func list(_ status: JobStatus?, _ model: String?, _ before: Int64?, _ limit: Int) throws -> [Job] {
            try store.list(JobQuery(status: status, model: model, before: before, limit: limit))
        }
        #expect(try list(nil, nil, nil, 100) == jobs)
        #expect(try list(nil, nil, nil, 5) == Array(jobs.prefix(5)))
        #expect(try list(nil, nil, jobs[4].sequence, 3) == Array(jobs[5..<8]))
        #expect(try list(.cancelled, nil, nil, 100) == jobs.filter { $0.status == .cancelled })
        #expect(try list(nil, "wine", nil, 2) == Array(jobs.filter { $0.model == "wine" }.prefix(2)))
        #expect(
            try list(.queued, "wine", jobs[5].sequence, 100)
                == jobs[6...].filter { $0.status == .queued && $0.model == "wine" })
        #expect(try list(.succeeded, nil, nil, 100).isEmpty)
        #expect(try list(nil, "w' OR '1'='1", nil, 100).isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func countsAndFindsTheUnfinished(_ kind: StoreKind) throws {
        let store = try kind.make(in: folder)
        let ways: [[JobEvent]] = [
            [.start], [], [.cancel], [.start, .succeed(resultBytes: 1)], [], [.start, .fail(.cancelled)], [],
        ]
        var jobs: [Job] = []
        for (index, way) in ways.enumerated() {
            let job = applied(way, to: try insert(store, .sample("jb_\(index)")))
            try store.update([job])
            jobs.append(job)
        }
        #expect(try store.counts() == JobCounts(queued: 3, running: 1, succeeded: 1, failed: 1, cancelled: 1))
        #expect(try store.unfinished() == jobs.filter { !$0.status.isFinal })
        try store.checkWritable()
        #expect(try store.counts()[.queued] == 3)
    }

    @Test(arguments: StoreKind.allCases) func updatesSeveralJobsAtOnce(_ kind: StoreKind) throws {
        let store = try kind.make(in: folder)
        let jobs = try (0..<5).map { applied([.start], to: try insert(store, .sample("jb_\($0)"))) }
        try store.update(jobs)
        try store.update([])
        #expect(try store.unfinished() == jobs)
    }

    /// Jobs 0 to 5 succeeded at 1000, 2000, ...; job 6 was cancelled at 1000 with a key; job 7 still runs.
    private func filled(_ kind: StoreKind) throws -> any JobStore {
        let store = try kind.make(in: folder)
        for index in 0..<6 {
            let job = try insert(store, .sample("jb_\(index)"), key: "k\(index)")
            let end = Int64(index + 1) * 1_000
            try store.finish(applied([.start, .succeed(resultBytes: 1)], to: job, now: end), result: [UInt8(index)])
        }
        try store.update([applied([.cancel], to: try insert(store, .sample("jb_6"), key: "k6"), now: 1_000)])
        try store.update([applied([.start], to: try insert(store, .sample("jb_7"), key: "k7"), now: 1_000)])
        return store
    }

    private func kept(_ store: any JobStore) throws -> [Bool] {
        try (0..<8).map { try store.result(of: "jb_\($0)") != nil }
    }

    @Test(arguments: StoreKind.allCases) func expiresResultsAndKeysByAge(_ kind: StoreKind) throws {
        let store = try filled(kind)
        let expiry = JobExpiry(
            resultsFinishedBeforeMilliseconds: 3_000, maximumResults: 100, recordsFinishedBeforeMilliseconds: 0,
            maximumChanges: 100)
        #expect(try store.expire(expiry) == JobExpiry.Outcome(expired: 3, forgotten: 0))
        #expect(try kept(store) == [false, false, true, true, true, true, false, false])
        #expect(try store.job("jb_0")?.status == .succeeded)
        #expect(try store.job("jb_0")?.resultIsExpired == true)
        #expect(try store.job("jb_2")?.resultIsExpired == false)
        #expect(
            try (0..<8).map { try store.job(idempotencyKey: "k\($0)")?.id == "jb_\($0)" }
                == [false, false, true, true, true, true, false, true])
        #expect(try store.expire(expiry) == JobExpiry.Outcome())
    }

    @Test(arguments: StoreKind.allCases) func expiresTheOldestResultsBeyondTheCount(_ kind: StoreKind) throws {
        let store = try filled(kind)
        let expiry = JobExpiry(
            resultsFinishedBeforeMilliseconds: 0, maximumResults: 4, recordsFinishedBeforeMilliseconds: 0,
            maximumChanges: 1)
        #expect(try store.expire(expiry).expired == 1)
        #expect(try store.expire(expiry).expired == 1)
        #expect(try store.expire(expiry).expired == 0)
        #expect(try kept(store) == [false, false, true, true, true, true, false, false])
    }

    @Test(arguments: StoreKind.allCases) func forgetsOldRecordsAltogether(_ kind: StoreKind) throws {
        let store = try filled(kind)
        let expiry = JobExpiry(
            resultsFinishedBeforeMilliseconds: 0, maximumResults: 100, recordsFinishedBeforeMilliseconds: 2_500,
            maximumChanges: 100)
        #expect(try store.expire(expiry) == JobExpiry.Outcome(expired: 0, forgotten: 3))
        #expect(
            try (0..<8).map { try store.job("jb_\($0)") != nil }
                == [false, false, true, true, true, true, false, true])
        #expect(try store.result(of: "jb_0") == nil)
        #expect(try store.counts() == JobCounts(queued: 0, running: 1, succeeded: 4, failed: 0, cancelled: 0))
        let next = try insert(store, .sample("jb_8"), key: "k0")
        let newestKnown = try store.job("jb_7")?.sequence
        #expect(next.sequence > newestKnown ?? .max)
    }
}
