#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// SAFETY: every pointer that goes to the system is a Swift value's own for the time of the call, or a handle that this
// type opens, checks and releases in one function; lengths passed are the buffers' own.
/// Reading whole files and listing folders, with limits.
enum FileSystem {
    /// Reads a regular file.
    ///
    /// - Throws: ``FileError`` when it cannot be read or holds more than `maximumBytes`.
    static func read(_ path: String, maximumBytes: Int) throws(FileError) -> [UInt8] {
        // O_NONBLOCK: opening a named pipe must not wait for a writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(errorNumber: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileError(errorNumber: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .wrongKind }
        guard Int(status.st_size) <= maximumBytes else { throw .tooLarge(limitBytes: maximumBytes) }
        return try readAll(descriptor, expectedBytes: Int(status.st_size), maximumBytes: maximumBytes)
    }

    /// Reads to the end of the file, which may have grown since its size was asked for.
    private static func readAll(
        _ descriptor: Int32, expectedBytes: Int, maximumBytes: Int
    ) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var capacity = expectedBytes + 1
        while true {
            let piece = try readPiece(descriptor, atMost: capacity)
            if piece.isEmpty { return bytes }
            guard bytes.count + piece.count <= maximumBytes else { throw .tooLarge(limitBytes: maximumBytes) }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            capacity = 65_536
        }
    }

    private static func readPiece(_ descriptor: Int32, atMost capacity: Int) throws(FileError) -> [UInt8] {
        var failure: Int32 = 0
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var result = 0
            repeat { result = unsafe Self.read(descriptor, buffer) } while result < 0 && errno == EINTR
            if result < 0 { failure = errno }
            count = max(0, result)
        }
        guard failure == 0 else { throw FileError(errorNumber: failure) }
        return piece
    }

    /// The system's read; a method of its own because this type's `read` hides it.
    private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    /// The names in a folder, sorted by their bytes, without `.` and `..`.
    ///
    /// - Throws: ``FileError`` when the folder cannot be listed.
    static func names(in folder: String) throws(FileError) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw FileError(errorNumber: errno) }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else { break }
            let name = unsafe Self.name(of: entry)
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw FileError(errorNumber: errno) }
        return names.sorted()
    }

    /// The name in an entry of a folder.
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        // Text ended by a zero byte, valid until the next readdir. It is read through a pointer, because the record may
        // be shorter than the whole structure.
        let text = unsafe (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
        return unsafe String(cString: text)
    }

    /// Whether the path is a folder, symbolic links followed.
    static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

    /// Whether anything of this name exists, symbolic links followed.
    static func exists(_ path: String) -> Bool { kind(path) != nil }

    /// The size of a file in bytes, symbolic links followed; nil where there is none.
    static func size(_ path: String) -> Int? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Int(status.st_size)
    }

    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return status.st_mode & S_IFMT
    }

    /// The absolute path without symbolic links.
    ///
    /// - Throws: ``FileError`` when the path leads nowhere.
    static func resolved(_ path: String) throws(FileError) -> String {
        guard let pointer = unsafe realpath(path, nil) else { throw FileError(errorNumber: errno) }
        // realpath allocated the text for us.
        defer { unsafe free(pointer) }
        return unsafe String(cString: pointer)
    }
}
