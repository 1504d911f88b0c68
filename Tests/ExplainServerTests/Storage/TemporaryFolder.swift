@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An empty folder that is removed with this value.
final class TemporaryFolder: Sendable {
    /// The files that a data folder may hold.
    static let dataFiles = ["explaind.sqlite", "explaind.sqlite-wal", "explaind.sqlite-shm", "lock"]

    let path: String

    init() {
        let root = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        path = root + "/explaind-tests-\(getpid())-" + Identifiers().next(.request)
        precondition(unsafe mkdir(path, 0o700) == 0, "a temporary folder can be made")
    }

    deinit {
        for file in Self.dataFiles + ["data"] { _ = unsafe unlink(path + "/" + file) }
        for file in Self.dataFiles { _ = unsafe unlink(path + "/data/" + file) }
        _ = unsafe rmdir(path + "/data")
        _ = unsafe rmdir(path)
    }

    /// A copy of a data folder's files as they are on disk at this moment, as after a sudden death of its process.
    convenience init(copying other: TemporaryFolder) {
        self.init()
        for file in Self.dataFiles where file != "lock" && !file.hasSuffix("-shm") {
            if let bytes = other.read(file) { write(bytes, to: file) }
        }
    }

    /// A file's bytes, or none if there is no such file.
    func read(_ file: String) -> [UInt8]? {
        let descriptor = unsafe open(path + "/" + file, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            // SAFETY: the pointer and the count describe the array, for the length of the call.
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(bytes.count))
            }
            guard count > 0 else { return bytes }
            bytes += chunk.prefix(count)
        }
    }

    /// Makes a file, or replaces it.
    func write(_ bytes: [UInt8], to file: String) {
        let descriptor = unsafe open(path + "/" + file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        precondition(descriptor >= 0, "a temporary file can be made")
        defer { _ = close(descriptor) }
        // SAFETY: the pointer and the count describe the array, for the length of the call.
        let count = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        precondition(count == bytes.count, "a temporary file can be written")
    }

    /// The permission bits of a path in this folder.
    func mode(of file: String) -> UInt32 {
        var status = stat()
        // SAFETY: `status` outlives the call that fills it.
        precondition(unsafe stat(path + "/" + file, &status) == 0, "the file is there")
        return UInt32(status.st_mode) & 0o777
    }
}
