/// A model's folder: reads its files, and no others.
struct ModelFolder {
    /// The absolute path without symbolic links.
    let path: String

    /// Opens a folder.
    ///
    /// - Throws: ``ModelLoadError/unreadable(_:_:)`` when there is none.
    init(_ path: String) throws(ModelLoadError) {
        do { self.path = try FileSystem.resolved(path) } catch { throw .unreadable("the folder", error) }
    }

    /// Whether the folder holds something of this name.
    func holds(_ file: String) -> Bool { FileSystem.exists(path + "/" + file) }

    /// The size of a file of the folder in bytes; nil where ``read(_:maximumBytes:)`` would say why it cannot be read.
    func size(_ file: String) -> Int? { FileSystem.size(path + "/" + file) }

    /// Reads a file of the folder; `file` is relative to it.
    ///
    /// - Throws: ``ModelLoadError`` when the path leads out of the folder, by its text or through symbolic links, and
    ///   when the file cannot be read or is too large.
    func read(_ file: String, maximumBytes: Int) throws(ModelLoadError) -> [UInt8] {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false)
        guard !file.utf8.contains(0), !parts.contains(where: { ["", ".", ".."].contains($0) }) else {
            throw .outsideFolder(file)
        }
        let resolved: String
        do { resolved = try FileSystem.resolved(path + "/" + file) } catch { throw .unreadable(file, error) }
        guard resolved.hasPrefix(path.hasSuffix("/") ? path : path + "/") else { throw .outsideFolder(file) }
        do {
            return try FileSystem.read(resolved, maximumBytes: maximumBytes)
        } catch {
            throw .unreadable(file, error)
        }
    }
}
