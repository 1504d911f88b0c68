import Foundation

/// The places of this repository's own files.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func fixture(_ path: String) -> URL { root.appendingPathComponent("Fixtures/\(path)") }
}
