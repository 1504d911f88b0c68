import ExplainCore
import Synchronization

@testable import ExplainServer

/// A store whose writes fail while a test says so.
final class FaultyJobStore: JobStore {
    static let failure = StorageError.database(code: 13, message: "database or disk is full")

    private let inner = MemoryJobStore()
    private let fails = Atomic<Bool>(false)

    func setFailing(_ isFailing: Bool) { fails.store(isFailing, ordering: .sequentiallyConsistent) }

    private func check() throws(StorageError) {
        if fails.load(ordering: .sequentiallyConsistent) { throw Self.failure }
    }

    func insert(_ job: Job, idempotencyKey: String?, request: [UInt8]) throws(StorageError) -> Job {
        try check()
        return try inner.insert(job, idempotencyKey: idempotencyKey, request: request)
    }

    func update(_ jobs: [Job]) throws(StorageError) {
        try check()
        try inner.update(jobs)
    }

    func finish(_ job: Job, result: [UInt8]) throws(StorageError) {
        try check()
        try inner.finish(job, result: result)
    }

    func recordProgress(_ progress: Progress, of id: String, revision: Int) throws(StorageError) {
        try check()
        try inner.recordProgress(progress, of: id, revision: revision)
    }

    func expire(_ expiry: JobExpiry) throws(StorageError) -> JobExpiry.Outcome {
        try check()
        return try inner.expire(expiry)
    }

    func keep(_ part: JobPart, under name: String, of id: String) throws(StorageError) {
        try check()
        try inner.keep(part, under: name, of: id)
    }

    func dropParts(under name: String, of id: String) throws(StorageError) {
        try check()
        try inner.dropParts(under: name, of: id)
    }

    func parts(under name: String, of id: String) throws(StorageError) -> [JobPart] {
        try inner.parts(under: name, of: id)
    }

    func hasParts(of id: String) throws(StorageError) -> Bool { try inner.hasParts(of: id) }

    func checkWritable() throws(StorageError) { try check() }

    func job(_ id: String) throws(StorageError) -> Job? { try inner.job(id) }
    func job(idempotencyKey: String) throws(StorageError) -> Job? { try inner.job(idempotencyKey: idempotencyKey) }
    func request(of id: String) throws(StorageError) -> [UInt8]? { try inner.request(of: id) }
    func result(of id: String) throws(StorageError) -> [UInt8]? { try inner.result(of: id) }
    func list(_ query: JobQuery) throws(StorageError) -> [Job] { try inner.list(query) }
    func unfinished() throws(StorageError) -> [Job] { try inner.unfinished() }
    func counts() throws(StorageError) -> JobCounts { try inner.counts() }
}
