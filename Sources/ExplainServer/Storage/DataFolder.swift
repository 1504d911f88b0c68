#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder that one process keeps its data in, as long as this value lives.
final class DataFolder: Sendable {
    /// The folder's path.
    let path: String
    private let lock: FileLock

    /// Makes the folder, for its owner alone, if it is not there, and takes its lock.
    ///
    /// - Throws: ``StorageError/folder(path:code:)`` or ``StorageError/folderInUse(path:processIdentifier:)``.
    init(path: String) throws(StorageError) {
        self.path = path
        try Self.make(path)
        lock = try FileLock(folder: path)
    }

    /// The path of a file in it.
    func path(of file: String) -> String { path + "/" + file }

    /// Makes the folder and those above it that are missing.
    private static func make(_ path: String) throws(StorageError) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .folder(path: path, code: EINVAL) }
        for end in path.indices.dropFirst() where path[end] == "/" {
            try makeOne(String(path[..<end]))
        }
        try makeOne(path)
    }

    private static func makeOne(_ path: String) throws(StorageError) {
        // SAFETY: the path is terminated and copied by the system.
        guard unsafe mkdir(path, 0o700) != 0 else { return }
        let code = errno
        var status = stat()
        // SAFETY: the path is terminated, and `status` outlives the call that fills it.
        guard unsafe stat(path, &status) == 0 else { throw .folder(path: path, code: code) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .folder(path: path, code: ENOTDIR) }
    }
}
