import ExplainAPI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The operator's tool of explaind.
@main
struct Explainctl {
    /// Where words go.
    let console: Console
    /// Looks up an environment variable.
    let environment: (String) -> String?
    /// Makes the way to a server.
    let transport: (ServerAddress, _ timeoutSeconds: Int) -> any Transport

    static func main() {
        let tool = Explainctl(console: .standard, environment: variable) { address, seconds in
            HTTPTransport(address: address, timeoutSeconds: seconds)
        }
        exit(tool.run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    /// Runs one command line and returns what the shell is told.
    func run(_ words: [String]) -> ExitCode {
        if words.first == "--version" {
            console.print("explainctl \(Engine.version)\n")
            return .success
        }
        do {
            return try runCommand(words)
        } catch {
            console.say("explainctl: \(error.message)")
            if case .usage = error {
                console.say("explainctl --help shows the commands, explainctl COMMAND --help one")
            }
            return error.exitCode
        }
    }

    private func runCommand(_ words: [String]) throws(CommandError) -> ExitCode {
        let invocation: Invocation?
        do throws(UsageError) {
            invocation = try understand(words)
        } catch {
            throw .usage(error)
        }
        guard let invocation else { return .success }
        return try invocation.command.run(session(invocation))
    }

    /// What the words ask for; nil when it was help, which is printed.
    private func understand(_ words: [String]) throws(UsageError) -> Invocation? {
        if let word = words.first, ["--help", "-h", "help"].contains(word) {
            console.print(Self.help)
            return nil
        }
        let (name, rest) = try Invocation.split(words)
        guard let type = allCommands.first(where: { $0.spec.name == name }) else { throw .unknownCommand(name) }
        let arguments = try Arguments(rest, options: type.spec.options + CommandOption.shared)
        if arguments.has("help") {
            console.print(type.spec.help)
            return nil
        }
        return try Invocation(type, arguments, environment: environment)
    }

    private func session(_ invocation: Invocation) -> Session {
        Session(
            transport: transport(invocation.address, invocation.timeoutSeconds), url: invocation.address.description,
            token: invocation.token, printsJSON: invocation.printsJSON, console: console)
    }

    private static func variable(_ name: String) -> String? {
        // SAFETY: getenv returns a C string that nothing changes: explainctl has one thread and sets no variable.
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// The text of `explainctl --help`.
    static var help: String {
        let width = allCommands.map { $0.spec.name.count }.max() ?? 0
        let commands = allCommands.map { "  " + $0.spec.name.padded(to: width) + "  " + $0.spec.summary }
        let lines =
            ["usage: explainctl [options] COMMAND [arguments]", "", "commands:"] + commands
            + ["", "every command:"] + CommandSpec.lines(CommandOption.shared)
            + ["", "exit code: 0 done, 1 refused or failed, 2 no server answers, 64 the command line makes no sense"]
        return lines.joined(separator: "\n") + "\n"
    }
}
