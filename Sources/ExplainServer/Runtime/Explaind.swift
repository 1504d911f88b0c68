import Dispatch
import ExplainAPI
import ExplainCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program.
@main
struct Explaind {
    /// The exit status when the configuration or the command line is wrong (sysexits' EX_USAGE).
    private static let usageStatus: Int32 = 64

    static func main() {
        // What it writes holds people's data: files for their owner alone.
        umask(0o077)
        let configuration: Configuration
        do throws(ConfigurationError) {
            configuration = try Configuration.load(
                arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessEnvironment.current())
        } catch {
            fail("explaind: \(error.message)", status: usageStatus)
        }
        let log = Log.standardError(level: configuration.logLevel, clock: SystemClock())
        for warning in configuration.warnings { log.warning(warning) }
        switch configuration.command {
        case .help: StandardOutput.write(Configuration.helpText)
        case .version: StandardOutput.write("explaind \(Engine.version)\n")
        case .check: check(configuration)
        case .serve: serve(configuration, log)
        }
    }

    private static func check(_ configuration: Configuration) {
        let repository = ModelRepository(folder: configuration.modelsFolder)
        let report = CheckReport(repository.snapshot, folder: configuration.modelsFolder)
        StandardOutput.write(report.text)
        exit(report.isGood ? 0 : 1)
    }

    private static func serve(_ configuration: Configuration, _ log: Log) {
        let server: Server
        do throws(Server.StartError) {
            server = try Server(configuration, log: log)
        } catch {
            fail("explaind: \(error.message)", status: 1)
        }
        let signals = Signals(
            drain: { _ in server.shutdown() }, reload: { DispatchQueue.global().async { server.reload() } })
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        StandardOutput.write("explaind: listening on http://\(host):\(server.port)\n")
        if let example = ExampleRequest.text(server.application.repository.snapshot, host: host, port: server.port) {
            StandardOutput.write(example)
        }
        server.run()
        signals.stop()
        log.info("stopped")
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        StandardOutput.write(message + "\n", descriptor: STDERR_FILENO)
        exit(status)
    }
}
