import ExplainCore

extension Configuration {
    /// The largest configuration file, in bytes.
    static let maximumFileBytes = 1_048_576

    /// The configuration that the flags, the environment and the configuration file give together.
    ///
    /// `arguments` come without the program's name. `readFile` gets a path and gives the file's bytes.
    ///
    /// - Throws: ``ConfigurationError`` for the first thing that is wrong.
    static func load(
        arguments: [String], environment: [String: String],
        readFile: (String) throws(FileError) -> [UInt8] = readConfigurationFile
    ) throws(ConfigurationError) -> Configuration {
        let line = try CommandLineArguments(arguments)
        var configuration = Configuration()
        configuration.warnings = line.warnings
        if let command = line.command { configuration.command = command }
        if configuration.command == .help || configuration.command == .version { return configuration }

        configuration.configurationFile = line.configurationFile ?? environment["EXPLAIND_CONFIG"]
        if let path = configuration.configurationFile {
            try configuration.apply(file: path, readFile)
        }
        try configuration.apply(environment: environment)
        for setting in line.settings {
            try configuration.apply(setting.option, setting.value, source: setting.source)
        }
        guard configuration.isLoopback || configuration.allowsAnonymous else {
            throw .openToOthers(host: configuration.host)
        }
        return configuration
    }

    private static func readConfigurationFile(_ path: String) throws(FileError) -> [UInt8] {
        try FileSystem.read(path, maximumBytes: maximumFileBytes)
    }

    private mutating func apply(
        _ option: ConfigurationOption, _ value: String, source: String
    ) throws(ConfigurationError) {
        guard option.apply(&self, value) else {
            throw .badValue(source: source, value: value, expected: option.expected)
        }
    }

    private mutating func apply(
        file path: String, _ readFile: (String) throws(FileError) -> [UInt8]
    ) throws(ConfigurationError) {
        let bytes: [UInt8]
        do { bytes = try readFile(path) } catch { throw .unreadableFile(path, error) }
        let document: JSONValue
        do { document = try JSONValue.parse(bytes) } catch { throw .badFile(path, reason: error.message) }
        guard case .object(let members) = document else { throw .badFile(path, reason: "it must be a JSON object") }
        for member in members {
            let source = "\(path): \(member.key)"
            guard let option = Self.options.first(where: { $0.member == member.key }) else {
                if member.key == "tokens" { throw Self.tokensUnavailable(source) }
                let nearest = NearestName.nearest(to: member.key, among: Self.options.map(\.member))
                throw .unknownMember(file: path, member: member.key, nearest: nearest)
            }
            guard let text = Self.text(of: member.value) else {
                throw .badValue(source: source, value: "null, array or object", expected: option.expected)
            }
            try apply(option, text, source: source)
        }
    }

    /// A JSON scalar as the flag would be written.
    private static func text(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .bool(let flag): String(flag)
        case .number(let number): number.integer.map { String($0) } ?? String(number.double)
        case .null, .array, .object: nil
        }
    }

    private mutating func apply(environment: [String: String]) throws(ConfigurationError) {
        if let value = environment["EXPLAIND_TOKENS"], !value.isEmpty {
            throw Self.tokensUnavailable("EXPLAIND_TOKENS")
        }
        for option in Self.options {
            guard let value = environment[option.variable] else { continue }
            if option.name == "port", value.hasPrefix("tcp://") {
                warnings.append("EXPLAIND_PORT is ignored: '\(value)' is Kubernetes' address of a service, not a port")
                continue
            }
            try apply(option, value, source: option.variable)
        }
        for name in environment.keys.sorted() where name.hasPrefix("EXPLAIND_") && !Self.isKnown(variable: name) {
            warnings.append("the environment variable \(name) means nothing to this program and is ignored")
        }
    }

    /// Whether a variable has a meaning here or for the operator's tool, or is one that Kubernetes sets for a service.
    private static func isKnown(variable name: String) -> Bool {
        options.contains { $0.variable == name }
            || ["EXPLAIND_CONFIG", "EXPLAIND_TOKENS", "EXPLAIND_URL"].contains(name)
            || name.hasPrefix("EXPLAIND_SERVICE_") || name.hasPrefix("EXPLAIND_PORT_")
    }

    /// The refusal of access tokens.
    static func tokensUnavailable(_ source: String) -> ConfigurationError {
        .notAvailable(source: source, remedy: "listen on 127.0.0.1 and put a proxy that checks tokens in front")
    }
}
