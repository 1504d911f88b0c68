#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that holds what is being tried, so that it outlives the process that it ends.
final class FuzzFile {
    let path: String
    private let descriptor: Int32

    /// Opens a file in the folder for temporary files.
    init(_ name: String) throws {
        let folder = FuzzSettings.variable("TMPDIR") ?? "/tmp"
        path = folder + "/explaind-fuzz-\(name)"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw Golden.Missing(description: "no file \(path)") }
    }

    deinit { _ = close(descriptor) }

    /// Replaces what the file holds.
    func write(_ bytes: [UInt8]) {
        _ = ftruncate(descriptor, 0)
        _ = unsafe pwrite(descriptor, bytes, bytes.count, 0)
    }

    /// Removes the file.
    func remove() { _ = unsafe unlink(path) }

    /// The bytes of any file.
    static func bytes(_ path: String) throws -> [UInt8] {
        guard let file = unsafe fopen(path, "r") else { throw Golden.Missing(description: "no file \(path)") }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }
}
