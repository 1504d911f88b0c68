import Foundation

/// Runs Python scripts, where there is a Python.
enum Python {
    /// The interpreter, or nil.
    static let interpreter = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Runs a script to its end.
    ///
    /// - Parameters:
    ///   - script: relative to the folder of all tests.
    ///   - arguments: what it is given.
    /// - Returns: its exit status and what it printed.
    /// - Throws: when it cannot be started.
    static func run(_ script: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        guard let interpreter else { return (-1, "there is no Python") }
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let process = Process()
        process.executableURL = URL(filePath: interpreter)
        process.arguments = [folder.appending(path: script).path] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
