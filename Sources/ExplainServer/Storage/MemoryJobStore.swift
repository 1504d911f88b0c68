import ExplainCore
import Synchronization

/// Jobs in memory only: nothing survives the process.
final class MemoryJobStore: JobStore {
    private struct Row: Sendable {
        var job: Job
        var key: String?
        var request: [UInt8]?
        var result: [UInt8]?
        var parts: [String: [Int: [UInt8]]] = [:]

        /// Orders rows by the time they became final, then by sequence.
        var finishOrder: (Int64, Int64) { (job.finishedAtMilliseconds ?? .max, job.sequence) }

        func finished(before milliseconds: Int64) -> Bool {
            job.status.isFinal && (job.finishedAtMilliseconds ?? .max) < milliseconds
        }
    }

    private struct State: Sendable {
        var rows: [Row] = []
        var lastSequence: Int64 = 0

        func place(of id: String) -> Int? { rows.firstIndex { $0.job.id == id } }
    }

    private let state = Mutex(State())

    /// Creates an empty store.
    init() {}

    func insert(_ job: Job, idempotencyKey: String?, request: [UInt8]) throws(StorageError) -> Job {
        state.withLock { state in
            state.lastSequence += 1
            var job = job
            job.sequence = state.lastSequence
            state.rows.append(Row(job: job, key: idempotencyKey, request: request))
            return job
        }
    }

    func update(_ jobs: [Job]) throws(StorageError) {
        state.withLock { state in
            for job in jobs { Self.write(job, result: nil, &state) }
        }
    }

    func finish(_ job: Job, result: [UInt8]) throws(StorageError) {
        state.withLock { Self.write(job, result: result, &$0) }
    }

    func recordProgress(_ progress: Progress, of id: String, revision: Int) throws(StorageError) {
        state.withLock { state in
            guard let place = state.place(of: id), state.rows[place].job.revision == revision else { return }
            state.rows[place].job.progress = progress
        }
    }

    func job(_ id: String) throws(StorageError) -> Job? { first { $0.job.id == id }?.job }

    func job(idempotencyKey: String) throws(StorageError) -> Job? { first { $0.key == idempotencyKey }?.job }

    func request(of id: String) throws(StorageError) -> [UInt8]? { first { $0.job.id == id }?.request }

    func result(of id: String) throws(StorageError) -> [UInt8]? { first { $0.job.id == id }?.result }

    func keep(_ part: JobPart, under name: String, of id: String) throws(StorageError) {
        state.withLock { state in
            guard let place = state.place(of: id), state.rows[place].job.status == .running else { return }
            state.rows[place].parts[name, default: [:]][part.position] = part.body
        }
    }

    func parts(under name: String, of id: String) throws(StorageError) -> [JobPart] {
        let parts = first { $0.job.id == id }?.parts[name] ?? [:]
        return parts.sorted { $0.key < $1.key }.map { JobPart(position: $0.key, body: $0.value) }
    }

    func hasParts(of id: String) throws(StorageError) -> Bool {
        first { $0.job.id == id }?.parts.isEmpty == false
    }

    func dropParts(under name: String, of id: String) throws(StorageError) {
        state.withLock { state in
            guard let place = state.place(of: id) else { return }
            state.rows[place].parts[name] = nil
        }
    }

    func list(_ query: JobQuery) throws(StorageError) -> [Job] {
        state.withLock { state in
            let matching = state.rows.lazy.reversed().map(\.job).filter { job in
                (query.before.map { job.sequence < $0 } ?? true) && (query.status.map { job.status == $0 } ?? true)
                    && (query.model.map { job.model == $0 } ?? true)
            }
            return Array(matching.prefix(query.limit))
        }
    }

    func unfinished() throws(StorageError) -> [Job] {
        state.withLock { $0.rows.map(\.job).filter { !$0.status.isFinal } }
    }

    func counts() throws(StorageError) -> JobCounts {
        state.withLock { state in
            state.rows.reduce(into: JobCounts()) { counts, row in counts[row.job.status] += 1 }
        }
    }

    func expire(_ expiry: JobExpiry) throws(StorageError) -> JobExpiry.Outcome {
        state.withLock { state in
            JobExpiry.Outcome(expired: Self.expireResults(expiry, &state), forgotten: Self.forget(expiry, &state))
        }
    }

    func checkWritable() throws(StorageError) {}

    private func first(where predicate: (Row) -> Bool) -> Row? {
        state.withLock { $0.rows.first(where: predicate) }
    }

    private static func write(_ job: Job, result: [UInt8]?, _ state: inout State) {
        guard let place = state.place(of: job.id) else { return }
        state.rows[place].job = job
        if let result { state.rows[place].result = result }
        guard job.status.isFinal else { return }
        state.rows[place].request = nil
        state.rows[place].parts = [:]
    }

    private static func expireResults(_ expiry: JobExpiry, _ state: inout State) -> Int {
        let newestFirst = state.rows.indices.filter { state.rows[$0].result != nil }
            .sorted { left, right in state.rows[left].finishOrder > state.rows[right].finishOrder }
        let beyondCount = Set(newestFirst.dropFirst(expiry.maximumResults))
        let expired = state.rows.indices.filter { place in
            let row = state.rows[place]
            let isOld = row.finished(before: expiry.resultsFinishedBeforeMilliseconds)
            return beyondCount.contains(place) || (isOld && (row.result != nil || row.key != nil))
        }
        for place in expired.prefix(expiry.maximumChanges) {
            state.rows[place].result = nil
            state.rows[place].key = nil
            state.rows[place].job.resultBytes = nil
        }
        return min(expired.count, expiry.maximumChanges)
    }

    private static func forget(_ expiry: JobExpiry, _ state: inout State) -> Int {
        let old = state.rows.filter { $0.finished(before: expiry.recordsFinishedBeforeMilliseconds) }
        let forgotten = Set(old.prefix(expiry.maximumChanges).map(\.job.id))
        state.rows.removeAll { forgotten.contains($0.job.id) }
        return forgotten.count
    }
}
