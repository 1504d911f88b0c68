extension Configuration {
    /// What `--help` prints: every flag with its default, grouped.
    static let helpText: String = {
        let defaults = Configuration()
        var lines = [
            "explaind: explains the predictions of machine-learning models over HTTP.", "",
            "Usage: explaind [--flag value | --flag=value ...]", "",
            "Without flags it serves the models of \(defaults.modelsFolder) on http://\(defaults.host):\(defaults.port).",
            "A flag --some-name beats the environment variable EXPLAIND_SOME_NAME, which beats the member",
            "\"some_name\" of the JSON file given by --config (or EXPLAIND_CONFIG).",
        ]
        for section in ConfigurationOption.Section.allCases {
            lines += ["", section.rawValue + ":"]
            for option in options where option.section == section { lines.append(helpLine(option, defaults)) }
            if section == .process { lines += processLines }
        }
        lines += ["", "Accepted for KServe: --http_port (the same as --port); ignored with a warning:"]
        lines += wrapped(CommandLineArguments.ignoredKServeArguments.sorted().map { "--" + underscored($0) })
        return lines.joined(separator: "\n") + "\n"
    }()

    private static let processLines = [
        row("--config FILE", "JSON file with settings"),
        row("--tokens FILE", "not available in this version: refused"),
        row("--check", "load everything, report, exit: 0 when all is well, 1 when not"),
        row("--help, -h", "print this text and exit"),
        row("--version", "print the version and exit"),
    ]

    private static func helpLine(_ option: ConfigurationOption, _ defaults: Configuration) -> String {
        let flag = "--" + option.name + (option.placeholder.map { " " + $0 } ?? "")
        let suffix = option.defaultText(defaults).map { " (default: \($0))" } ?? ""
        return row(flag, option.summary + suffix)
    }

    private static func row(_ flag: String, _ text: String) -> String {
        "  " + flag + String(repeating: " ", count: max(1, 34 - flag.count)) + text
    }

    private static func underscored(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }

    private static func wrapped(_ words: [String]) -> [String] {
        var lines: [String] = []
        var line = " "
        for word in words {
            if line.count + word.count + 1 > 100 {
                lines.append(line)
                line = " "
            }
            line += " " + word
        }
        return lines + [line]
    }
}
