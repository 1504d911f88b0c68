import ExplainCore

/// What the queue knows in memory: unfinished jobs, some finished ones, counts and waiters.
struct JobBoard: Sendable {
    private(set) var jobs: [String: LiveJob] = [:]
    private(set) var counts: JobCounts
    /// Identifiers of queued jobs that no worker has taken, oldest first.
    private var pending: [String] = []
    /// Identifiers of the finished jobs in memory, oldest first.
    private var finished: [String] = []
    private var waiters: [String: [JobWaiter]] = [:]
    private let finishedInMemory: Int

    /// Workers without a job.
    var idleWorkers = 0
    /// Lanes with one.
    private var busyLanes: Set<String> = []
    /// Whether the server stops.
    var isDraining = false
    /// No worker takes a job before this moment of the monotonic clock.
    var pausedUntilNanoseconds: UInt64 = 0
    /// The store's last failure, until it works again.
    var storeFailure: StorageError?
    /// When old jobs are next let go, monotonic clock.
    var nextExpiryNanoseconds: UInt64 = 0
    /// The mean seconds that finished attempts took, the later the heavier.
    private(set) var meanRunSeconds: Double?

    init(counts: JobCounts, finishedInMemory: Int) {
        self.counts = counts
        self.finishedInMemory = finishedInMemory
    }

    /// A job with live progress.
    func snapshot(_ id: String, nowNanoseconds: UInt64) -> Job? { jobs[id]?.snapshot(nowNanoseconds: nowNanoseconds) }

    /// Adds a job that the store has accepted; `isNew` unless its counts are in already.
    mutating func add(_ job: Job, isNew: Bool) {
        jobs[job.id] = LiveJob(job)
        if isNew { counts[job.status] += 1 }
        if job.status == .queued { pending.append(job.id) }
    }

    /// Takes the oldest waiting job that a worker, or its lane, is free for.
    mutating func claim(nowNanoseconds: UInt64, for runner: some JobRunner) -> JobClaim? {
        guard !isDraining, nowNanoseconds >= pausedUntilNanoseconds else { return nil }
        for (place, id) in pending.enumerated() {
            let job = jobs[id]?.job
            let lane = job.flatMap(runner.lane)
            let isFree = lane.map { !busyLanes.contains($0) } ?? (idleWorkers > 0)
            guard isFree, job.map(runner.canRun) ?? true else { continue }
            pending.remove(at: place)
            if let lane { busyLanes.insert(lane) } else { idleWorkers -= 1 }
            return JobClaim(id: id, lane: lane)
        }
        return nil
    }

    /// Frees the worker or the lane of a claim.
    mutating func release(_ claim: JobClaim) {
        if let lane = claim.lane { busyLanes.remove(lane) } else { idleWorkers += 1 }
    }

    /// Puts a claimed job back where it was.
    mutating func unclaim(_ id: String) {
        if jobs[id]?.job.status == .queued { pending.insert(id, at: 0) }
    }

    /// Takes over a new state that the store has written, and gives those to be told.
    mutating func replace(_ job: Job, nowNanoseconds: UInt64) -> [JobNotice] {
        guard let old = jobs[job.id]?.job else { return [] }
        counts[old.status] -= 1
        counts[job.status] += 1
        if old.status == .queued { pending.removeAll { $0 == job.id } }
        var job = job
        // A report may have come in while the new state was written; who has seen it must not see less.
        if job.status.isFinal, old.progress.done > job.progress.done { job.progress = old.progress }
        jobs[job.id]?.job = job
        jobs[job.id]?.meter = job.status == .running ? ProgressMeter(startNanoseconds: nowNanoseconds) : nil
        jobs[job.id]?.progressWrittenAtNanoseconds = nowNanoseconds
        if job.status.isFinal {
            measure(job)
            remember(job.id)
        }
        return (waiters.removeValue(forKey: job.id) ?? []).map { JobNotice(waiter: $0, job: job) }
    }

    /// Takes over live progress, and says whether it should now be written.
    mutating func progress(_ job: Job, nowNanoseconds: UInt64, intervalNanoseconds: UInt64) -> Bool {
        guard let live = jobs[job.id] else { return false }
        let isDue = nowNanoseconds >= live.progressWrittenAtNanoseconds &+ intervalNanoseconds
        jobs[job.id]?.job = job
        jobs[job.id]?.meter?.report(job.progress, nowNanoseconds: nowNanoseconds)
        if isDue { jobs[job.id]?.progressWrittenAtNanoseconds = nowNanoseconds }
        return isDue
    }

    /// Marks every running job as stopped by the server, and gives their switches.
    mutating func drain() -> [Cancellation] {
        isDraining = true
        return jobs.values.filter { $0.job.status == .running }.map { live in
            jobs[live.job.id]?.isDrained = true
            return live.cancellation
        }
    }

    /// Jobs that are running.
    var running: [Job] { jobs.values.map(\.job).filter { $0.status == .running } }

    /// Forgets the finished jobs in memory, whose records changed, and takes new counts.
    mutating func forgetFinished(counts: JobCounts) {
        for id in finished { jobs[id] = nil }
        finished = []
        self.counts = counts
    }

    /// Adds a waiter to a job in memory.
    mutating func wait(_ waiter: JobWaiter, for id: String) { waiters[id, default: []].append(waiter) }

    /// Removes the waiters whose time is over, or all while draining, and gives them their notices.
    mutating func endWaits(nowNanoseconds: UInt64) -> [JobNotice] {
        var notices: [JobNotice] = []
        for (id, list) in waiters {
            guard let job = snapshot(id, nowNanoseconds: nowNanoseconds) else { continue }
            let over = list.filter { isDraining || $0.deadlineNanoseconds <= nowNanoseconds }
            guard !over.isEmpty else { continue }
            let left = list.filter { !isDraining && $0.deadlineNanoseconds > nowNanoseconds }
            waiters[id] = left.isEmpty ? nil : left
            notices += over.map { JobNotice(waiter: $0, job: job) }
        }
        return notices
    }

    private mutating func measure(_ job: Job) {
        guard job.status == .succeeded, let start = job.startedAtMilliseconds, let end = job.finishedAtMilliseconds
        else { return }
        let seconds = max(0, Double(end) - Double(start)) / 1_000
        meanRunSeconds = meanRunSeconds.map { 0.8 * $0 + 0.2 * seconds } ?? seconds
    }

    private mutating func remember(_ id: String) {
        finished.append(id)
        if finished.count > finishedInMemory { jobs[finished.removeFirst()] = nil }
    }
}
