import CSQLite
import Testing

@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct DatabaseTests {
    private let folder = TemporaryFolder()
    private var file: String { folder.path + "/explaind.sqlite" }

    private static let oneTable = [Migration(statements: ["CREATE TABLE t (a INTEGER PRIMARY KEY, b)"])]

    private func open(_ migrations: [Migration] = Self.oneTable, timeout: Int32 = 0) throws(StorageError) -> Database {
        try Database.open(path: file, busyTimeoutMilliseconds: timeout, migrations: migrations)
    }

    private func code(_ body: () throws(StorageError) -> Void) -> DatabaseCode? {
        do throws(StorageError) {
            try body()
            return nil
        } catch {
            guard case .database(let code, let message) = error else { return nil }
            #expect(!message.isEmpty)
            return DatabaseCode(extended: code)
        }
    }

    @Test(arguments: [
        DatabaseValue.null, .integer(.min), .integer(.max), .text(""), .text("a\u{0}b"),
        .text("d\u{e9}j\u{e0} \u{1F600}"),
        .bytes([]), .bytes([0, 255, 7]),
    ]) func givesBackWhatItWasGiven(_ value: DatabaseValue) throws {
        let database = try open()
        try database.execute("INSERT INTO t (a, b) VALUES (?, ?)", [.integer(1), value])
        let row = try database.prepare("SELECT b FROM t WHERE a = 1")
        #expect(try row.step())
        switch value {
        case .null: #expect(row.isNull(0) && row.integerOrNil(0) == nil && row.textOrNil(0) == nil)
        case .integer(let number): #expect(row.integer(0) == number)
        case .text(let text): #expect(row.text(0) == text && row.textOrNil(0) == text)
        case .bytes(let bytes): #expect(row.bytes(0) == bytes && !row.isNull(0))
        }
        #expect(try !row.step())
    }

    @Test func commitsAllOrNothing() throws {
        let database = try open()
        try database.transaction { (database) throws(StorageError) in
            try database.execute("INSERT INTO t (a) VALUES (1)")
        }
        let failed = code { () throws(StorageError) in
            try database.transaction { (database) throws(StorageError) in
                try database.execute("INSERT INTO t (a) VALUES (2)")
                try database.execute("INSERT INTO t (a) VALUES (1)")
            }
        }
        #expect(failed == .other)
        let count = try database.prepare("SELECT COUNT(*) FROM t")
        #expect(try count.step())
        #expect(count.integer(0) == 1)
    }

    @Test func saysWhatIsWrongWithAStatement() throws {
        let database = try open()
        do throws(StorageError) {
            try database.execute("SELECT a FROM nowhere")
            Issue.record("there is no such table")
        } catch {
            #expect(error == .database(code: SQLITE_ERROR, message: "no such table: nowhere"))
            #expect(error.message == "The database failed: no such table: nowhere (SQLite code 1).")
        }
    }

    @Test func keepsWhatWasCommittedDurably() throws {
        let database = try open()
        for (pragma, value) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
            let row = try database.prepare("PRAGMA \(pragma)")
            #expect(try row.step())
            #expect(row.text(0) == value)
        }
    }

    @Test func statementsMayOutliveTheConnection() throws {
        var database: Database? = try open()
        let statement = try database?.prepare("SELECT 7")
        database = nil
        #expect(try statement?.step() == true)
        #expect(statement?.integer(0) == 7)
    }

    @Test func migratesForwardStepByStep() throws {
        let second = Migration(statements: ["ALTER TABLE t ADD COLUMN c", "INSERT INTO t (a, c) VALUES (5, 'new')"])
        do {
            let database = try open()
            try database.execute("INSERT INTO t (a) VALUES (4)")
        }
        let database = try open(Self.oneTable + [second])
        let row = try database.prepare("SELECT a, c FROM t ORDER BY a")
        #expect(try row.step() && row.integer(0) == 4 && row.isNull(1))
        #expect(try row.step() && row.integer(0) == 5 && row.text(1) == "new")
    }

    @Test func aMigrationThatFailsLeavesTheVersionBefore() throws {
        let broken = Migration(statements: ["ALTER TABLE t ADD COLUMN c", "NONSENSE"])
        #expect(code { () throws(StorageError) in _ = try open(Self.oneTable + [broken]) } == .other)
        let database = try open()
        let row = try database.prepare("SELECT COUNT(*) FROM pragma_table_info('t')")
        #expect(try row.step())
        #expect(row.integer(0) == 2)
    }

    @Test func refusesALaterSchema() throws {
        do { _ = try open(Self.oneTable + [Migration(statements: []), Migration(statements: [])]) }
        do throws(StorageError) {
            _ = try open()
            Issue.record("the schema is later")
        } catch {
            #expect(error == .newerSchema(found: 3, known: 1))
            #expect(error.message.contains("its schema is version 3, this one knows up to 1"))
        }
    }

    @Test(arguments: ["", "this is no database", "SQLite format 3\u{0}"])
    func refusesAFileThatIsNoDatabase(_ beginning: String) {
        folder.write(Array(beginning.utf8) + [UInt8](repeating: 0xff, count: 8_192), to: "explaind.sqlite")
        #expect(code { () throws(StorageError) in _ = try open() } == .corrupt)
    }

    /// Every page but the first is overwritten: opening may succeed, reading must fail in good order.
    @Test func findsCorruptionWhenItReads() throws {
        do {
            let database = try open()
            for number in 1...200 {
                try database.execute(
                    "INSERT INTO t (a, b) VALUES (?, ?)",
                    [.count(number), .bytes([UInt8](repeating: 9, count: 500))])
            }
        }
        var bytes = try #require(folder.read("explaind.sqlite"))
        #expect(bytes.count > 20_000)
        for index in bytes.indices.dropFirst(4_096) { bytes[index] = 0xa5 }
        folder.write(bytes, to: "explaind.sqlite")
        let found = code { () throws(StorageError) in
            let database = try open()
            let row = try database.prepare("SELECT b FROM t")
            try row.run()
        }
        #expect(found == .corrupt)
    }

    @Test func saysThatAnotherHoldsTheFile() throws {
        let holder = try open()
        try holder.execute("BEGIN EXCLUSIVE")
        #expect(code { () throws(StorageError) in _ = try open().execute("INSERT INTO t (a) VALUES (1)") } == .busy)
        try holder.execute("ROLLBACK")
        #expect(code { () throws(StorageError) in _ = try open().execute("INSERT INTO t (a) VALUES (1)") } == nil)
    }

    @Test func aReadOnlyConnectionSaysSo() throws {
        let database = try open()
        try database.execute("PRAGMA query_only=ON")
        do throws(StorageError) {
            try database.execute("INSERT INTO t (a) VALUES (1)")
            Issue.record("nothing may be written")
        } catch {
            #expect(error.message.hasSuffix("Make the file and its folder writable."))
        }
    }

    @Test(.enabled(if: geteuid() != 0, "permissions do not bind root"))
    func aFileThatMayNotBeWrittenIsRefused() throws {
        do { _ = try open() }
        #expect(unsafe chmod(file, 0o400) == 0)
        #expect(code { () throws(StorageError) in _ = try open() } == .readOnly)
    }

    @Test func aFileThatCannotBeOpenedSaysSo() {
        let found = code { () throws(StorageError) in
            _ = try Database.open(path: folder.path + "/missing/explaind.sqlite", migrations: [])
        }
        #expect(found == .cannotOpen)
    }

    @Test func namesTheCodesThatCallForSomething() {
        let pairs: [(Int32, DatabaseCode)] = [
            (SQLITE_BUSY, .busy), (SQLITE_LOCKED, .busy), (SQLITE_BUSY | 2 << 8, .busy), (SQLITE_CORRUPT, .corrupt),
            (SQLITE_NOTADB, .corrupt), (SQLITE_READONLY, .readOnly), (SQLITE_READONLY | 4 << 8, .readOnly),
            (SQLITE_FULL, .full), (SQLITE_CANTOPEN, .cannotOpen), (SQLITE_IOERR, .other), (SQLITE_ERROR, .other),
        ]
        for (code, kind) in pairs { #expect(DatabaseCode(extended: code) == kind, "code \(code)") }
    }
}
