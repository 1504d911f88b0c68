#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The text files of the repository.
struct SourceTree: Sendable {
    /// The folder that holds Package.swift.
    let root: String

    /// Every text file that a person writes, sorted by path.
    let texts: [SourceFile]

    /// The Swift files.
    var swift: [SourceFile] { texts.filter { $0.path.hasSuffix(".swift") } }

    /// The Swift files of targets that are shipped or measured.
    var shipped: [SourceFile] { swift.filter(\.isShipped) }

    /// The repository this test was built from.
    static let repository = SourceTree(root: Self.rootPath)

    private static let folders = ["Sources", "Tests", "Benchmarks", "docs", "scripts", ".ci", "Fixtures"]
    private static let extensions = ["swift", "md", "py", "sh", "h", "modulemap"]
    private static let rootPath = String(
        #filePath.split(separator: "/").dropLast(4).reduce(into: "") { $0 += "/" + $1 })

    init(root: String) {
        self.root = root
        var paths = Self.entries(root).filter { Self.isText($0) }
        for folder in Self.folders { Self.collect(folder, under: root, into: &paths) }
        texts = paths.sorted().compactMap { path in
            Self.read(root + "/" + path).map { SourceFile(path: path, text: $0) }
        }
    }

    /// Whether a path from the top of the repository names a file or folder.
    func exists(_ path: String) -> Bool { unsafe access(root + "/" + path, F_OK) == 0 }

    private static func isText(_ name: String) -> Bool {
        extensions.contains { name.hasSuffix("." + $0) } || ["Makefile", "run", ".editorconfig"].contains(name)
    }

    /// Hidden folders inside of those, such as virtual environments, are not of this repository.
    private static func collect(_ folder: String, under root: String, into paths: inout [String]) {
        for name in entries(root + "/" + folder) where !name.hasPrefix(".") {
            let path = folder + "/" + name
            if isFolder(root + "/" + path) {
                collect(path, under: root, into: &paths)
            } else if isText(name) {
                paths.append(path)
            }
        }
    }

    private static func entries(_ folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { _ = unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func read(_ path: String) -> String? {
        guard let file = unsafe fopen(path, "rb") else { return nil }
        defer { _ = unsafe fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
