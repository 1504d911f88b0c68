/// A step from one version of the schema to the next: statements that run in one transaction.
struct Migration: Sendable {
    /// The statements, in order.
    var statements: [String]

    /// Brings a database up to the last version; each step is done altogether or not at all.
    ///
    /// - Throws: ``StorageError/newerSchema(found:known:)`` if the file knows more steps,
    ///   ``StorageError/database(code:message:)``.
    static func apply(_ migrations: [Migration], to database: borrowing Database) throws(StorageError) {
        let found = try version(of: database)
        guard found >= 0, found <= migrations.count else {
            throw .newerSchema(found: found, known: migrations.count)
        }
        for index in found..<migrations.count {
            try database.transaction { (database) throws(StorageError) in
                for statement in migrations[index].statements { try database.execute(statement) }
                try database.execute("PRAGMA user_version=\(index + 1)")
            }
        }
    }

    private static func version(of database: borrowing Database) throws(StorageError) -> Int {
        let statement = try database.prepare("PRAGMA user_version")
        guard try statement.step() else { throw .unreadable("no schema version") }
        return Int(statement.integer(0))
    }
}
