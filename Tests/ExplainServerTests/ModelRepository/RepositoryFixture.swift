@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A models folder that is removed with this value.
final class RepositoryFixture: Sendable {
    /// A logistic model of two columns: margin a + 2 b + 0.5.
    static let linear = #"{"format": "linear", "link": "logit", "weights": [[1, 2]], "intercept": [0.5]}"#

    private let root = TemporaryFolder()

    /// The models folder.
    var path: String { root.path + "/models" }

    init() { makeFolder("") }

    deinit { Self.remove(path) }

    /// The catalog of the folder as it is now.
    var catalog: ModelCatalog { ModelRepository(folder: path).snapshot }

    /// The only failure's text.
    var failure: String? { catalog.failures.count == 1 ? catalog.failures.first?.message : nil }

    /// Writes a file and the folders above it.
    func write(_ text: String, to file: String) {
        let parts = file.split(separator: "/")
        for count in 1..<parts.count { makeFolder(parts.prefix(count).joined(separator: "/")) }
        root.write(Array(text.utf8), to: "models/" + file)
    }

    /// Writes a folder with the linear model, the settings' members given, and a background, if any.
    func writeModel(
        _ folder: String = "m", settings: String = "", model: String = linear,
        background: String? = "a,b\n1,2\n3,4\n"
    ) {
        let more = settings.isEmpty ? "" : ", " + settings
        write(#"{"model": {"file": "model.json"}"# + more + "}", to: folder + "/explain.json")
        write(model, to: folder + "/model.json")
        if let background { write(background, to: folder + "/background.csv") }
    }

    /// Makes a symbolic link.
    func link(_ file: String, to target: String) {
        precondition(unsafe symlink(target, path + "/" + file) == 0, "a link can be made")
    }

    /// Makes a folder, unless it is there.
    func makeFolder(_ folder: String) {
        _ = unsafe mkdir(path + "/" + folder, 0o700)
        precondition(FileSystem.isFolder(path + "/" + folder), "a folder can be made")
    }

    private static func remove(_ path: String) {
        if unsafe unlink(path) != 0 {
            for name in (try? FileSystem.names(in: path)) ?? [] { remove(path + "/" + name) }
            _ = unsafe rmdir(path)
        }
    }
}
