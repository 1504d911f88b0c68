import CSQLite
import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct SQLiteJobStoreTests {
    private let folder = TemporaryFolder()

    private func open(_ folder: TemporaryFolder) throws -> SQLiteJobStore {
        try SQLiteJobStore(folder: DataFolder(path: folder.path), busyTimeoutMilliseconds: 0)
    }

    @Test func whatWasCommittedSurvivesASuddenDeath() throws {
        let store = try open(folder)
        let job = try store.insert(.sample(), idempotencyKey: "k", request: [1, 2, 3])
        let after = try open(TemporaryFolder(copying: folder))
        #expect(try after.job(job.id) == job)
        #expect(try after.request(of: job.id) == [1, 2, 3])
        #expect(try after.job(idempotencyKey: "k") == job)
    }

    @Test func isOpenedByOneAtATimeAndAgainAfterwards() throws {
        var store: SQLiteJobStore? = try open(folder)
        let job = try store?.insert(.sample(), idempotencyKey: nil, request: [])
        #expect(throws: StorageError.self) { _ = try open(folder) }
        store = nil
        #expect(try open(folder).job("jb_1") == job)
    }

    @Test func aFailedFinishChangesNothing() throws {
        let store = try open(folder)
        let job = try store.insert(.sample(), idempotencyKey: nil, request: [])
        let other = try Database.open(path: folder.path + "/explaind.sqlite")
        try other.execute("CREATE TRIGGER no BEFORE INSERT ON job_results BEGIN SELECT RAISE(ABORT, 'full'); END")
        var finished = job
        finished.status = .succeeded
        #expect(throws: StorageError.database(code: SQLITE_CONSTRAINT | 7 << 8, message: "full")) {
            try store.finish(finished, result: [1])
        }
        #expect(try store.job(job.id) == job)
        #expect(try store.request(of: job.id) == [])
    }

    @Test func anotherProgramThatHoldsTheFileIsNamedAndForgotten() throws {
        let store = try open(folder)
        let other = try Database.open(path: folder.path + "/explaind.sqlite")
        try other.execute("BEGIN IMMEDIATE")
        do throws(StorageError) {
            try store.checkWritable()
            Issue.record("the file is locked")
        } catch {
            #expect(error.message.hasSuffix("Another program holds the file; close it."))
        }
        #expect(try store.counts() == JobCounts())
        try other.execute("ROLLBACK")
        try store.checkWritable()
    }

    @Test func aWordThatIsNotOursIsAnErrorAndNoCrash() throws {
        let store = try open(folder)
        _ = try store.insert(.sample(), idempotencyKey: nil, request: [])
        let other = try Database.open(path: folder.path + "/explaind.sqlite")
        try other.execute("UPDATE jobs SET kind = 'dance'")
        #expect(throws: StorageError.unreadable("a job of kind 'dance'")) { _ = try store.job("jb_1") }
    }

    @Test func aLaterSchemaIsRefused() throws {
        do {
            _ = try open(folder)
            let other = try Database.open(path: folder.path + "/explaind.sqlite")
            try other.execute("PRAGMA user_version=\(Migration.all.count + 1)")
        }
        #expect(throws: StorageError.newerSchema(found: Migration.all.count + 1, known: Migration.all.count)) {
            _ = try open(folder)
        }
    }

    @Test func listsAndExpiryUseTheirIndexes() throws {
        _ = try open(folder)
        let database = try Database.open(path: folder.path + "/explaind.sqlite")
        let queries = [
            "SELECT id FROM jobs WHERE status = 'queued' AND sequence < 9 ORDER BY sequence DESC LIMIT 5",
            "SELECT id FROM jobs WHERE model = 'm' ORDER BY sequence DESC LIMIT 5",
            "SELECT sequence FROM jobs WHERE result_bytes IS NOT NULL ORDER BY finished_at DESC, sequence DESC LIMIT 9",
            "SELECT id FROM jobs WHERE idempotency_key = 'k'", "SELECT id FROM jobs WHERE id = 'k'",
        ]
        for query in queries {
            let plan = try database.prepare("EXPLAIN QUERY PLAN " + query)
            #expect(try plan.step())
            #expect(plan.text(3).contains("INDEX"), "\(query): \(plan.text(3))")
            #expect(try !plan.step(), "\(query) sorts")
        }
    }
}
