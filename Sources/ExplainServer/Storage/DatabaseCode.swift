import CSQLite

/// The kinds of SQLite's result codes that call for something to be done.
enum DatabaseCode: Sendable, Equatable {
    case busy
    case corrupt
    case readOnly
    case full
    case cannotOpen
    case other

    /// Reads an extended result code, whose low byte is the primary one.
    init(extended code: Int32) {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly
        case SQLITE_FULL: self = .full
        case SQLITE_CANTOPEN: self = .cannotOpen
        default: self = .other
        }
    }
}
