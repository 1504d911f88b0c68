extension Migration {
    /// The schema's versions, oldest first; one that was released is never changed, only followed by another.
    static let all = [Migration(statements: jobs), Migration(statements: parts)]

    /// Times are milliseconds since 1970.
    ///
    /// Requests and results stand apart, so that lists do not read over them.
    private static let jobs = [
        """
        CREATE TABLE jobs (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            model TEXT NOT NULL,
            model_digest TEXT NOT NULL,
            request_digest TEXT NOT NULL,
            idempotency_key TEXT UNIQUE,
            status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
            revision INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            crashes INTEGER NOT NULL,
            progress_done INTEGER NOT NULL,
            progress_total INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER,
            failure_code TEXT,
            failure_detail TEXT,
            result_bytes INTEGER
        )
        """,
        "CREATE INDEX jobs_by_status ON jobs (status, sequence)",
        "CREATE INDEX jobs_by_model ON jobs (model, sequence)",
        "CREATE INDEX jobs_by_finish ON jobs (finished_at, sequence) WHERE finished_at IS NOT NULL",
        "CREATE INDEX jobs_by_result ON jobs (finished_at, sequence) WHERE result_bytes IS NOT NULL",
        """
        CREATE TABLE job_requests (
            sequence INTEGER PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
            body BLOB NOT NULL
        )
        """,
        """
        CREATE TABLE job_results (
            sequence INTEGER PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
            body BLOB NOT NULL
        )
        """,
    ]

    /// What unfinished jobs keep of their work, to go on there after an interruption.
    private static let parts = [
        """
        CREATE TABLE job_parts (
            sequence INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
            name TEXT NOT NULL,
            position INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (sequence, name, position)
        )
        """
    ]
}
