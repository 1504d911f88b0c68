import Foundation

/// One run of the real `explainctl`.
struct CommandLineRun {
    let status: Int32
    let output: String
    let errors: String

    init(_ arguments: [String], url: String? = nil) throws {
        let process = Process()
        process.executableURL = ServerProcess.executable("explainctl")
        process.arguments = (url.map { ["--url", $0] } ?? []) + arguments
        process.environment = [:]
        let (standardOutput, standardError) = (Pipe(), Pipe())
        process.standardOutput = standardOutput
        process.standardError = standardError
        process.standardInput = FileHandle.nullDevice
        try process.run()
        output = String(decoding: standardOutput.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        errors = String(decoding: standardError.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
    }
}
