/// Why something was not kept or read.
enum StorageError: Error, Sendable, Equatable {
    /// The data folder could not be made or opened; `code` is the system's errno.
    case folder(path: String, code: Int32)
    /// Another process keeps its data in this folder; its process identifier when it is known.
    case folderInUse(path: String, processIdentifier: Int32?)
    /// SQLite refused; `code` is its extended result code.
    case database(code: Int32, message: String)
    /// The file was written by a later version of the program.
    case newerSchema(found: Int, known: Int)
    /// A row holds what no version of this program writes.
    case unreadable(String)
}
