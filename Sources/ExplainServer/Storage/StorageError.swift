#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why something was not kept or read.
enum StorageError: Error, Sendable, Equatable {
    /// The data folder or a file in it could not be made or opened; `code` is the system's errno.
    case folder(path: String, code: Int32)
    /// Another process keeps its data in this folder; its process identifier when it is known.
    case folderInUse(path: String, processIdentifier: Int32?)
    /// SQLite refused; `code` is its extended result code, the message is SQLite's own.
    case database(code: Int32, message: String)
    /// The file was written by a later version of the program.
    case newerSchema(found: Int, known: Int)
    /// A row holds what no version of this program writes.
    case unreadable(String)

    /// What happened and what helps, for the operator: it may name paths.
    var message: String {
        switch self {
        case .folder(let path, let code):
            return "The data folder \(path) cannot be used: \(Self.systemText(code))."
        case .folderInUse(let path, let processIdentifier):
            let holder = processIdentifier.map { " (process \($0))" } ?? ""
            return "The data folder \(path) is in use by another explaind\(holder): stop it, or choose another folder."
        case .database(let code, let message):
            let remedy = Self.remedy(code).map { " " + $0 } ?? ""
            return "The database failed: \(message) (SQLite code \(code)).\(remedy)"
        case .newerSchema(let found, let known):
            return "The database was written by a later version of explaind: its schema is version \(found), this one "
                + "knows up to \(known). Run the later version, or choose another data folder."
        case .unreadable(let what):
            return "The database holds what explaind never writes: \(what). Restore it from a copy."
        }
    }

    private static func systemText(_ code: Int32) -> String {
        // SAFETY: strerror returns a terminated string, which is copied at once.
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    private static func remedy(_ code: Int32) -> String? {
        switch DatabaseCode(extended: code) {
        case .busy: "Another program holds the file; close it."
        case .corrupt: "Restore it from a copy, or move the file away to begin anew."
        case .readOnly: "Make the file and its folder writable."
        case .full: "Free space on the disk."
        case .cannotOpen: "Look at the folder's permissions."
        case .other: nil
        }
    }
}
