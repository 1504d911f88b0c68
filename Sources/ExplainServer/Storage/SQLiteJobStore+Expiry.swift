extension SQLiteJobStore {
    func expire(_ expiry: JobExpiry) throws(StorageError) -> JobExpiry.Outcome {
        try inTransaction { (database) throws(StorageError) in
            let expired = try Self.expireResults(expiry, database)
            let forgotten = try database.execute(
                """
                DELETE FROM jobs WHERE sequence IN
                    (SELECT sequence FROM jobs WHERE finished_at < ? ORDER BY finished_at, sequence LIMIT ?)
                """,
                [.integer(expiry.recordsFinishedBeforeMilliseconds), .count(expiry.maximumChanges)])
            return JobExpiry.Outcome(expired: expired, forgotten: forgotten)
        }
    }

    private static func expireResults(_ expiry: JobExpiry, _ database: borrowing Database) throws(StorageError) -> Int {
        let sequences = try expired(expiry, database)
        for sequence in sequences {
            try database.execute("DELETE FROM job_results WHERE sequence = ?", [.integer(sequence)])
            try database.execute(
                "UPDATE jobs SET result_bytes = NULL, idempotency_key = NULL WHERE sequence = ?",
                [.integer(sequence)])
        }
        return sequences.count
    }

    /// Jobs whose result or key goes: the old ones, and those whose results are more than may be kept.
    private static func expired(_ expiry: JobExpiry, _ database: borrowing Database) throws(StorageError) -> [Int64] {
        let statement = try database.prepare(
            """
            SELECT sequence FROM jobs
                WHERE finished_at < ?1 AND (result_bytes IS NOT NULL OR idempotency_key IS NOT NULL)
            UNION
            SELECT sequence FROM
                (SELECT sequence FROM jobs WHERE result_bytes IS NOT NULL
                    ORDER BY finished_at DESC, sequence DESC LIMIT -1 OFFSET ?2)
            LIMIT ?3
            """,
            [
                .integer(expiry.resultsFinishedBeforeMilliseconds), .count(expiry.maximumResults),
                .count(expiry.maximumChanges),
            ])
        var sequences: [Int64] = []
        while try statement.step() { sequences.append(statement.integer(0)) }
        return sequences
    }
}
