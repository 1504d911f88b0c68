import CSQLite

// SAFETY: only this value has the handle, which is valid from the opening to `deinit`; texts that go to SQLite are
// terminated, and what it lends until the next call is copied at once.
/// A connection to one SQLite file, closed when it goes out of scope.
///
/// For one thread at a time. Write-ahead logging with `synchronous=FULL`: what was committed survives the machine's sudden death. Several
/// statements at once are a transaction of ``transaction(_:)``.
// SAFETY: only this value has the pointer, which is valid from the opening to `deinit`.
@safe struct Database: ~Copyable {
    private let handle: OpaquePointer

    private init(owning handle: OpaquePointer) { unsafe self.handle = handle }

    /// Opens the file, makes it if it is not there, and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - busyTimeoutMilliseconds: how long to wait for another program that holds the file.
    ///   - migrations: the schema's versions.
    /// - Returns: the connection.
    /// - Throws: ``StorageError/database(code:message:)`` if it cannot be opened, read or written,
    ///   ``StorageError/newerSchema(found:known:)``.
    static func open(
        path: String, busyTimeoutMilliseconds: Int32 = 2_000, migrations: [Migration] = Migration.all
    ) throws(StorageError) -> Database {
        let database = unsafe Database(owning: try connect(path))
        _ = unsafe sqlite3_extended_result_codes(database.handle, 1)
        _ = unsafe sqlite3_busy_timeout(database.handle, busyTimeoutMilliseconds)
        guard unsafe sqlite3_db_readonly(database.handle, "main") == 0 else {
            throw .database(code: SQLITE_READONLY, message: "the file is read-only")
        }
        for pragma in pragmas { try database.execute(pragma) }
        try Migration.apply(migrations, to: database)
        return database
    }

    deinit { _ = unsafe sqlite3_close_v2(handle) }

    /// Prepares a statement and binds its parameters.
    ///
    /// - Throws: ``StorageError/database(code:message:)``.
    func prepare(_ sql: String, _ values: [DatabaseValue] = []) throws(StorageError) -> Statement {
        var prepared: OpaquePointer?
        let status = unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
        guard status == SQLITE_OK, let prepared = unsafe prepared else { throw unsafe Self.failure(status, handle) }
        let statement = unsafe Statement(owning: prepared)
        try statement.bind(values)
        return statement
    }

    /// Runs one statement to its end.
    ///
    /// - Returns: how many rows it changed, for one that changes rows.
    /// - Throws: ``StorageError/database(code:message:)``.
    @discardableResult func execute(_ sql: String, _ values: [DatabaseValue] = []) throws(StorageError) -> Int {
        try prepare(sql, values).run()
        return unsafe Int(sqlite3_changes64(handle))
    }

    /// The row identifier of the last insertion.
    var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Runs statements of which all or none take effect; committed when it returns.
    ///
    /// - Throws: what the body throws, or ``StorageError/database(code:message:)``; nothing has changed then.
    @discardableResult func transaction<Result>(
        _ body: (borrowing Database) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try execute("BEGIN IMMEDIATE")
        do throws(StorageError) {
            let result = try body(self)
            try execute("COMMIT")
            return result
        } catch {
            // SQLite has rolled back by itself after some failures; a second time does no harm.
            _ = try? execute("ROLLBACK")
            throw error
        }
    }

    /// A result code as an error, with the connection's own words.
    static func failure(_ status: Int32, _ handle: OpaquePointer?) -> StorageError {
        guard let handle = unsafe handle else {
            return .database(code: status, message: unsafe String(cString: sqlite3_errstr(status)))
        }
        return .database(
            code: unsafe sqlite3_extended_errcode(handle), message: unsafe String(cString: sqlite3_errmsg(handle)))
    }

    private static let pragmas = [
        "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON",
        "PRAGMA journal_size_limit=67108864",
    ]

    private static func connect(_ path: String) throws(StorageError) -> OpaquePointer {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let status = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard status == SQLITE_OK, let handle = unsafe opened else {
            let error = unsafe failure(status, opened)
            _ = unsafe sqlite3_close_v2(opened)
            throw error
        }
        return unsafe handle
    }
}
