import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A real `explaind` in a process of its own, with a data folder of its own unless one is given.
final class ServerProcess {
    enum StartError: Error {
        case noListeningLine(String)
    }

    let port: UInt16
    let dataFolder: URL
    private let process: Process
    private let output: Pipe
    private let ownsData: Bool

    /// Starts the server and waits for its listening line; a busy machine turns no short computation into a job.
    ///
    /// - Parameters:
    ///   - models: its models folder, by default the demonstration models.
    ///   - dataFolder: its data folder, by default one of its own.
    ///   - log: a file for its log from the level `info` on; by default only errors are logged, where the tests log.
    ///   - arguments: further arguments.
    ///   - environment: variables beside those of the tests' own process.
    /// - Throws: ``StartError`` when it does not listen.
    init(
        models: URL? = nil, dataFolder: URL? = nil, log: URL? = nil, arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        ownsData = dataFolder == nil
        self.dataFolder = try dataFolder ?? ScratchFolder.make("explaind-data")
        process = Process()
        process.executableURL = Self.executable("explaind")
        process.currentDirectoryURL = Repository.root
        process.arguments =
            [
                "--port", "0", "--data", self.dataFolder.path, "--log-level", log == nil ? "error" : "info",
                "--sync-deadline-ms", "600000",
            ] + (models.map { ["--models", $0.path] } ?? []) + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        output = Pipe()
        process.standardOutput = output
        if let log {
            try Data().write(to: log)
            process.standardError = try FileHandle(forWritingTo: log)
        }
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A { line.append(byte) }
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasPrefix("explaind: listening on "),
            let port = text.split(separator: ":").last.flatMap({ UInt16($0) })
        else {
            process.terminate()
            throw StartError.noListeningLine(text)
        }
        self.port = port
    }

    /// An executable of this package, beside the test runner.
    static func executable(_ name: String) -> URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent(name)
    }

    /// Ends the process at once, as a crash would.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks the process to finish and waits until it has; its exit status.
    func terminate() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Waits until the process has ended by itself; its exit status.
    func waitForEnd() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    func signal(_ number: Int32) { Glibc.kill(process.processIdentifier, number) }

    deinit {
        if process.isRunning { kill() }
        if ownsData { try? FileManager.default.removeItem(at: dataFolder) }
    }
}
