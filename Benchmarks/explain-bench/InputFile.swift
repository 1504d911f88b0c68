#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reading files and folders.
enum InputFile {
    /// The bytes of a file; nil when it cannot be opened.
    static func bytes(_ path: String) -> [UInt8]? {
        // SAFETY: the stream is closed once, and fread writes within the buffer it is given.
        guard let file = unsafe fopen(path, "rb") else { return nil }
        defer { _ = unsafe fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while case let count = unsafe fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// The names in a folder, sorted; nil when it cannot be opened.
    static func names(in folder: String) -> [String]? {
        // SAFETY: the directory stream is opened, read and closed here; an entry's name is copied before the next is read.
        guard let stream = unsafe opendir(folder) else { return nil }
        defer { _ = unsafe closedir(stream) }
        var names: [String] = []
        // SAFETY: an entry is valid until the next readdir, and its name ends in a zero byte.
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            names.append(name)
        }
        return names.sorted()
    }
}
