import CSQLite

// SAFETY: only this value has the handle, which is valid from the preparation to `deinit`; columns and parameters are
// checked by SQLite, and what it lends until the next step is copied at once.
/// A prepared statement, finalised when it goes out of scope.
///
/// Rows are read with the accessors after ``step()`` has returned true; columns count from 0.
// SAFETY: only this value has the pointer, which is valid from the preparation to `deinit`.
@safe struct Statement: ~Copyable {
    private let handle: OpaquePointer

    /// Takes over a statement that SQLite has prepared.
    init(owning handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { _ = unsafe sqlite3_finalize(handle) }

    /// Binds the parameters, all of them in their order.
    ///
    /// - Throws: ``StorageError/database(code:message:)``, for instance for a value that is too big.
    func bind(_ values: [DatabaseValue]) throws(StorageError) {
        precondition(
            unsafe Int(sqlite3_bind_parameter_count(handle)) == values.count, "every parameter is bound once")
        for (index, value) in values.enumerated() {
            let status = bind(value, at: Int32(index + 1))
            guard status == SQLITE_OK else { throw failure(status) }
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: whether there is one.
    /// - Throws: ``StorageError/database(code:message:)``.
    func step() throws(StorageError) -> Bool {
        let status = unsafe sqlite3_step(handle)
        switch status {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(status)
        }
    }

    /// Goes through to the end, for a statement that has no rows to give.
    ///
    /// - Throws: ``StorageError/database(code:message:)``.
    func run() throws(StorageError) {
        while try step() {}
    }

    /// Whether the column is null.
    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// The column as a number; 0 if it is none.
    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    /// The column as a number, or none if it is null.
    func integerOrNil(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    /// The column as text, wrong UTF-8 mended; empty if it is null.
    func text(_ column: Int32) -> String {
        // SQLite asks for this order of the two calls; the text may hold a NUL.
        guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The column as text, or none if it is null.
    func textOrNil(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    /// The column's bytes; empty if it is null.
    func bytes(_ column: Int32) -> [UInt8] {
        // SQLite asks for this order of the two calls.
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    private func bind(_ value: DatabaseValue, at index: Int32) -> Int32 {
        // SAFETY: -1 is SQLITE_TRANSIENT, which is never called: SQLite copies what it is given before it returns.
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null:
            return unsafe sqlite3_bind_null(handle, index)
        case .integer(let number):
            return unsafe sqlite3_bind_int64(handle, index, number)
        case .text(let text):
            return unsafe sqlite3_bind_text64(
                handle, index, text, UInt64(text.utf8.count), transient, UInt8(SQLITE_UTF8))
        case .bytes(let bytes):
            // A null pointer would bind null: an empty blob has a function of its own.
            if bytes.isEmpty { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
            return unsafe sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), transient)
        }
    }

    private func failure(_ status: Int32) -> StorageError {
        // SAFETY: the connection outlives its statements: it is closed with sqlite3_close_v2, which waits for them.
        unsafe Database.failure(status, sqlite3_db_handle(handle))
    }
}
