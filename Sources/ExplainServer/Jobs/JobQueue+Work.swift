import ExplainCore
import Synchronization

extension JobQueue {
    /// How long no job is started after the store failed to note a start.
    private static let pauseNanoseconds: UInt64 = 1_000_000_000

    /// Begins to work on jobs; to be called once.
    ///
    /// - Parameters:
    ///   - runner: computes the jobs.
    ///   - workers: the number of jobs that run at once, each on a thread of the queue's own, which is less urgent
    ///     than those that answer requests.
    func start(_ runner: any JobRunner, workers: Int = 1) {
        let pool = ComputePool(label: "explaind.jobs", width: workers, capacity: workers, niceness: 8)
        crew.withLock { crew in
            precondition(crew == nil, "a job queue is started once")
            crew = JobCrew(runner: runner, pool: pool)
        }
        board.withLock { $0.idleWorkers = workers }
        scheduleTick()
        assignWork()
    }

    /// Gives waiting jobs to idle workers and lanes.
    func assignWork() {
        guard let runner = crew.withLock({ $0?.runner }) else { return }
        let now = clock.monotonicNanoseconds
        while let claim = board.withLock({ $0.claim(nowNanoseconds: now, for: runner) }) {
            let pool = crew.withLock { $0?.pool(for: claim.lane) }
            let isTaken = pool?.submit { self.work(on: claim, with: runner) } ?? false
            guard isTaken else {
                board.withLock { board in
                    board.unclaim(claim.id)
                    board.release(claim)
                }
                return
            }
        }
    }

    /// Lets an event happen to a job in memory: written first, seen afterwards.
    ///
    /// - Parameters:
    ///   - event: what happens.
    ///   - id: the job's identifier.
    ///   - result: what the runner returned, for the event that says so.
    /// - Returns: what the event did; ignored if the job is not in memory, and no job starts while the queue drains.
    /// - Throws: what the store throws; the job is then as before.
    func apply(_ event: JobEvent, to id: String, result: [UInt8]? = nil) throws(StorageError) -> JobEffect {
        let (effect, notices) = try writer.withLock { _ throws(StorageError) -> (JobEffect, [JobNotice]) in
            // Draining begins under the same lock: no runner starts after it has told the runners to stop.
            let isTooLate = event == .start && board.withLock(\.isDraining)
            guard !isTooLate, var live = board.withLock({ $0.jobs[id] }) else { return (.ignored, []) }
            let effect = machine.apply(event, to: &live.job, now: clock.wallMilliseconds)
            guard effect == .changed || effect == .changedStoppingRunner else { return (.ignored, []) }
            if let result { try store.finish(live.job, result: result) } else { try store.update([live.job]) }
            if effect == .changedStoppingRunner { live.cancellation.cancel() }
            let now = clock.monotonicNanoseconds
            return (effect, board.withLock { $0.replace(live.job, nowNanoseconds: now) })
        }
        for notice in notices { notice.deliver() }
        return effect
    }

    private func work(on claim: JobClaim, with runner: any JobRunner) {
        if begin(claim.id) { compute(claim.id, with: runner) }
        // Its thread ends with it: whether the lane has another job, nobody knows.
        if let lane = claim.lane { crew.withLock { $0?.lanes[lane] = nil } }
        board.withLock { $0.release(claim) }
        assignWork()
    }

    /// Notes the start of a job; when the store fails the job waits on, and all jobs with it for a moment.
    private func begin(_ id: String) -> Bool {
        do throws(JobQueueError) {
            return try stored { () throws(StorageError) in try apply(.start, to: id) } == .changed
        } catch {
            let now = clock.monotonicNanoseconds
            board.withLock { board in
                board.unclaim(id)
                board.pausedUntilNanoseconds = now &+ Self.pauseNanoseconds
            }
            return false
        }
    }

    private func compute(_ id: String, with runner: any JobRunner) {
        guard let live = board.withLock({ $0.jobs[id] }) else { return }
        do throws(JobFailure) {
            let request = try request(of: id)
            let result = try runner.run(
                live.job, request: request, keeper: JobKeeper(queue: self, id: id), cancellation: live.cancellation
            ) { progress in
                self.report(progress, of: id)
            }
            end(id, .succeed(resultBytes: result.count), result: result)
        } catch {
            let isDrained = board.withLock { $0.jobs[id]?.isDrained } ?? false
            let hasKept = (try? store.hasParts(of: id)) ?? false
            end(id, isDrained ? .requeue(.drained, hasKept: hasKept) : .fail(error), result: nil)
        }
    }

    private func request(of id: String) throws(JobFailure) -> [UInt8] {
        do throws(JobQueueError) {
            if let request = try stored({ () throws(StorageError) in try store.request(of: id) }) { return request }
        } catch {
            throw .requestNotReadable
        }
        throw .requestNotReadable
    }

    /// Writes how a job ended.
    ///
    /// If that fails the job is failed in memory only: the store has it as running, and the next start of the server
    /// computes it again.
    private func end(_ id: String, _ event: JobEvent, result: [UInt8]?) {
        do throws(JobQueueError) {
            _ = try stored { () throws(StorageError) in try apply(event, to: id, result: result) }
        } catch {
            failUnwritten(id)
        }
    }

    private func failUnwritten(_ id: String) {
        let wall = clock.wallMilliseconds
        let now = clock.monotonicNanoseconds
        let notices = writer.withLock { _ in
            board.withLock { board in
                guard var job = board.jobs[id]?.job else { return [JobNotice]() }
                _ = machine.apply(.fail(.resultNotStored), to: &job, now: wall)
                return board.replace(job, nowNanoseconds: now)
            }
        }
        for notice in notices { notice.deliver() }
    }

    private func report(_ progress: Progress, of id: String) {
        let wall = clock.wallMilliseconds
        let now = clock.monotonicNanoseconds
        let interval = settings.progressIntervalMilliseconds * 1_000_000
        let due = board.withLock { board -> Job? in
            guard var job = board.jobs[id]?.job else { return nil }
            guard machine.apply(.progress(progress), to: &job, now: wall) == .progressed else { return nil }
            return board.progress(job, nowNanoseconds: now, intervalNanoseconds: interval) ? job : nil
        }
        guard let due else { return }
        perform { queue in
            _ = try? queue.stored { () throws(StorageError) in
                try queue.store.recordProgress(due.progress, of: id, revision: due.revision)
            }
        }
    }
}
