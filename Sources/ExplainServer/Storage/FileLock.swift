#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that one process at a time holds; the system lets go of it when the process ends, however it ends.
///
/// The file says which process holds it, for people and for the message of the one refused.
struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Throws: ``StorageError/folder(path:code:)`` if the file cannot be opened,
    ///   ``StorageError/folderInUse(path:processIdentifier:)`` if another holds it.
    init(folder: String) throws(StorageError) {
        let path = folder + "/lock"
        // SAFETY: the path is terminated and copied by the system.
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .folder(path: path, code: errno) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = Self.readHolder(opened)
            _ = close(opened)
            if code == EWOULDBLOCK { throw .folderInUse(path: folder, processIdentifier: holder) }
            throw .folder(path: path, code: code)
        }
        descriptor = opened
        writeHolder()
    }

    deinit { _ = close(descriptor) }

    /// The text only helps people: that it could not be written changes nothing.
    private func writeHolder() {
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        // SAFETY: the pointer and the count describe the array, for the length of the call.
        _ = unsafe text.withUnsafeBytes { bytes in unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, 0) }
    }

    private static func readHolder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        // SAFETY: the pointer and the count describe the array, for the length of the call.
        let count = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe pread(descriptor, buffer.baseAddress, buffer.count, 0)
        }
        let digits = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
        return Int32(String(decoding: digits, as: UTF8.self))
    }
}
