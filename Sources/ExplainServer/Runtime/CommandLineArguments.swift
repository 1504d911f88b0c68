/// The command line, taken apart: which settings it names, with their values still as text.
struct CommandLineArguments {
    /// A setting as it was written.
    struct Setting {
        /// Which setting.
        var option: ConfigurationOption
        /// The value's text.
        var value: String
        /// The flag as it was written, for messages.
        var source: String
    }

    /// What the process is asked to do; nil where no flag says so.
    private(set) var command: Configuration.Command?
    /// The path after `--config`.
    private(set) var configurationFile: String?
    /// The settings in order; a later one of the same name wins.
    private(set) var settings: [Setting] = []
    /// What was accepted and ignored.
    private(set) var warnings: [String] = []

    /// Arguments of KServe's own model servers that have no meaning here.
    static let ignoredKServeArguments: Set<String> = [
        "access-log-format", "configure-logging", "enable-docs-url", "enable-grpc", "enable-latency-logging",
        "enable-predictor-health-check", "grpc-port", "log-config-file", "max-asyncio-workers", "max-threads",
        "model-dir", "model-name", "predictor-host", "predictor-protocol", "predictor-request-retries",
        "predictor-request-timeout-seconds", "predictor-use-ssl", "workers",
    ]

    private static let switches: [String: Configuration.Command] = [
        "help": .help, "version": .version, "check": .check,
    ]

    /// Takes the arguments apart.
    ///
    /// - Throws: ``ConfigurationError`` for an unknown flag, a missing value or a stray word.
    init(_ arguments: [String]) throws(ConfigurationError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "-h" {
                command = .help
                continue
            }
            guard argument.hasPrefix("--"), argument.utf8.count > 2 else { throw .strayArgument(argument) }
            try take(argument, &rest)
        }
    }

    private mutating func take(
        _ argument: String, _ rest: inout ArraySlice<String>
    ) throws(ConfigurationError) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let flag = String(parts[0])
        let attached = parts.count == 2 ? String(parts[1]) : nil
        // KServe writes its arguments with underscores; both spellings mean the same here.
        let name = String(flag.dropFirst(2).map { $0 == "_" ? "-" : $0 })
        if let command = Self.switches[name] {
            if let attached {
                throw .badValue(source: flag, value: attached, expected: "allowed: it is a switch without a value")
            }
            self.command = Self.stronger(self.command, command)
        } else if name == "config" {
            configurationFile = try value(of: flag, attached, &rest, expected: "a path")
        } else if name == "tokens" {
            throw Configuration.tokensUnavailable(flag)
        } else if Self.ignoredKServeArguments.contains(name) {
            if attached == nil, let next = rest.first, !next.hasPrefix("--") { rest.removeFirst() }
            warnings.append("\(flag) is accepted for KServe and ignored")
        } else {
            try takeSetting(name, flag, attached, &rest)
        }
    }

    private mutating func takeSetting(
        _ name: String, _ flag: String, _ attached: String?, _ rest: inout ArraySlice<String>
    ) throws(ConfigurationError) {
        let known = name == "http-port" ? "port" : name
        guard let option = Configuration.options.first(where: { $0.name == known }) else {
            throw .unknownFlag(flag, nearest: NearestName.nearest(to: name, among: Self.flagNames))
        }
        let text =
            option.placeholder == nil
            ? attached ?? "true" : try value(of: flag, attached, &rest, expected: option.expected)
        settings.append(Setting(option: option, value: text, source: flag))
    }

    private func value(
        of flag: String, _ attached: String?, _ rest: inout ArraySlice<String>, expected: String
    ) throws(ConfigurationError) -> String {
        if let attached { return attached }
        guard let next = rest.first, !next.hasPrefix("--") else { throw .missingValue(flag: flag, expected: expected) }
        rest.removeFirst()
        return next
    }

    /// Help beats the version, the version beats a check.
    private static func stronger(
        _ left: Configuration.Command?, _ right: Configuration.Command
    ) -> Configuration.Command {
        [.help, .version, .check].first { $0 == left || $0 == right } ?? right
    }

    private static var flagNames: [String] {
        Configuration.options.map(\.name) + ["config", "check", "help", "version", "http-port"]
    }
}
