import ExplainCore
import Synchronization

/// Jobs in a SQLite file in the data folder.
final class SQLiteJobStore: JobStore {
    private let database: Mutex<Database>
    /// Kept so that the folder's lock lives as long as the file is open.
    private let folder: DataFolder

    /// Opens the store of a data folder, or makes it.
    ///
    /// - Throws: what ``Database`` throws.
    init(folder: DataFolder, busyTimeoutMilliseconds: Int32 = 2_000) throws(StorageError) {
        self.folder = folder
        database = Mutex(
            try Database.open(
                path: folder.path(of: "explaind.sqlite"), busyTimeoutMilliseconds: busyTimeoutMilliseconds))
    }

    func insert(_ job: Job, idempotencyKey: String?, request: [UInt8]) throws(StorageError) -> Job {
        try inTransaction { (database) throws(StorageError) in
            try database.execute(JobRow.insertion, JobRow.insertionValues(job, idempotencyKey: idempotencyKey))
            var inserted = job
            inserted.sequence = database.lastInsertedRow
            try database.execute(
                "INSERT INTO job_requests (sequence, body) VALUES (?, ?)",
                [.integer(inserted.sequence), .bytes(request)])
            return inserted
        }
    }

    func update(_ jobs: [Job]) throws(StorageError) {
        guard !jobs.isEmpty else { return }
        try inTransaction { (database) throws(StorageError) in
            for job in jobs { try Self.write(job, database) }
        }
    }

    func finish(_ job: Job, result: [UInt8]) throws(StorageError) {
        try inTransaction { (database) throws(StorageError) in
            try Self.write(job, database)
            try database.execute(
                "INSERT INTO job_results (sequence, body) VALUES (?, ?)", [.integer(job.sequence), .bytes(result)])
        }
    }

    func recordProgress(_ progress: Progress, of id: String, revision: Int) throws(StorageError) {
        try inTransaction { (database) throws(StorageError) in
            try database.execute(
                "UPDATE jobs SET progress_done = ?, progress_total = ? WHERE id = ? AND revision = ?",
                [.count(progress.done), .count(progress.total), .text(id), .count(revision)])
        }
    }

    func job(_ id: String) throws(StorageError) -> Job? {
        try jobs("WHERE id = ?", [.text(id)]).first
    }

    func job(idempotencyKey: String) throws(StorageError) -> Job? {
        try jobs("WHERE idempotency_key = ?", [.text(idempotencyKey)]).first
    }

    func request(of id: String) throws(StorageError) -> [UInt8]? {
        try body("SELECT body FROM job_requests WHERE sequence = (SELECT sequence FROM jobs WHERE id = ?)", id)
    }

    func result(of id: String) throws(StorageError) -> [UInt8]? {
        try body("SELECT body FROM job_results WHERE sequence = (SELECT sequence FROM jobs WHERE id = ?)", id)
    }

    func list(_ query: JobQuery) throws(StorageError) -> [Job] {
        var conditions: [String] = []
        var values: [DatabaseValue] = []
        if let status = query.status {
            conditions.append("status = ?")
            values.append(.text(status.rawValue))
        }
        if let model = query.model {
            conditions.append("model = ?")
            values.append(.text(model))
        }
        if let before = query.before {
            conditions.append("sequence < ?")
            values.append(.integer(before))
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try jobs(filter + " ORDER BY sequence DESC LIMIT ?", values + [.count(query.limit)])
    }

    func unfinished() throws(StorageError) -> [Job] {
        try jobs("WHERE status IN ('queued', 'running') ORDER BY sequence", [])
    }

    func counts() throws(StorageError) -> JobCounts {
        try database.withLock { (database) throws(StorageError) in
            let statement = try database.prepare("SELECT status, COUNT(*) FROM jobs GROUP BY status")
            var counts = JobCounts()
            while try statement.step() {
                counts[try JobRow.status(statement.text(0))] = Int(statement.integer(1))
            }
            return counts
        }
    }

    func checkWritable() throws(StorageError) {
        try inTransaction { (database) throws(StorageError) in
            // Writing the version that is there already touches the file without changing it.
            try database.execute("PRAGMA user_version=\(Migration.all.count)")
        }
    }

    /// Runs statements of which all or none take effect.
    @discardableResult func inTransaction<Result: Sendable>(
        _ body: @Sendable (borrowing Database) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try database.withLock { (database) throws(StorageError) in try database.transaction(body) }
    }

    private func jobs(_ clauses: String, _ values: [DatabaseValue]) throws(StorageError) -> [Job] {
        try database.withLock { (database) throws(StorageError) in
            let statement = try database.prepare("SELECT \(JobRow.columns) FROM jobs \(clauses)", values)
            var jobs: [Job] = []
            while try statement.step() { jobs.append(try JobRow.job(statement)) }
            return jobs
        }
    }

    private func body(_ sql: String, _ id: String) throws(StorageError) -> [UInt8]? {
        try database.withLock { (database) throws(StorageError) in
            let statement = try database.prepare(sql, [.text(id)])
            return try statement.step() ? statement.bytes(0) : nil
        }
    }

    private static func write(_ job: Job, _ database: borrowing Database) throws(StorageError) {
        try database.execute(JobRow.update, JobRow.updateValues(job))
        guard job.status.isFinal else { return }
        for table in ["job_requests", "job_parts"] {
            try database.execute("DELETE FROM \(table) WHERE sequence = ?", [.integer(job.sequence)])
        }
    }
}
