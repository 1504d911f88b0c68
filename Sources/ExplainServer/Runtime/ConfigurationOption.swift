/// One setting: a flag, an environment variable and a member of the configuration file at once.
///
/// The name `max-body-bytes` gives `--max-body-bytes`, `EXPLAIND_MAX_BODY_BYTES` and `"max_body_bytes"`.
struct ConfigurationOption: Sendable {
    /// The parts of the help text.
    enum Section: String, Sendable, CaseIterable {
        case server = "Server"
        case work = "Work"
        case http = "HTTP limits"
        case process = "Process"
    }

    /// The name with hyphens, without the leading ones.
    let name: String
    /// What stands for the value in the help text; nil for a switch.
    let placeholder: String?
    /// What the setting does.
    let summary: String
    /// Where it stands in the help text.
    let section: Section
    /// What a value must be, to follow "is not".
    let expected: String
    /// The value shown as the default, given the default configuration.
    let defaultText: @Sendable (Configuration) -> String?
    /// Takes a value over; false when it cannot be used.
    let apply: @Sendable (inout Configuration, String) -> Bool

    /// The environment variable's name.
    var variable: String { "EXPLAIND_" + member.uppercased() }

    /// The member's name in the configuration file.
    var member: String { String(name.map { $0 == "-" ? "_" : $0 }) }
}

extension ConfigurationOption {
    /// A whole number within bounds.
    static func count(
        _ name: String, _ path: any WritableKeyPath<Configuration, Int> & Sendable, _ range: ClosedRange<Int>,
        _ section: Section, _ summary: String
    ) -> ConfigurationOption {
        ConfigurationOption(
            name: name, placeholder: "N", summary: summary, section: section,
            expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            defaultText: { String($0[keyPath: path]) },
            apply: { configuration, text in
                guard let value = ConfigurationValue.integer(text), range.contains(value) else { return false }
                configuration[keyPath: path] = value
                return true
            })
    }

    /// A whole number within bounds, whose default is worked out at start.
    static func count(
        _ name: String, _ path: any WritableKeyPath<Configuration, Int?> & Sendable, _ range: ClosedRange<Int>,
        default text: String, _ section: Section, _ summary: String
    ) -> ConfigurationOption {
        ConfigurationOption(
            name: name, placeholder: "N", summary: summary, section: section,
            expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            defaultText: { _ in text },
            apply: { configuration, text in
                guard let value = ConfigurationValue.integer(text), range.contains(value) else { return false }
                configuration[keyPath: path] = value
                return true
            })
    }

    /// A number of bytes, with or without KiB, MiB or GiB.
    static func bytes(
        _ name: String, _ path: any WritableKeyPath<Configuration, Int> & Sendable, _ range: ClosedRange<Int>,
        _ section: Section, _ summary: String
    ) -> ConfigurationOption {
        let least = ConfigurationValue.bytesText(range.lowerBound)
        let most = ConfigurationValue.bytesText(range.upperBound)
        return ConfigurationOption(
            name: name, placeholder: "BYTES", summary: summary, section: section,
            expected: "a number of bytes from \(least) to \(most), such as 65536, 64KiB or 8MiB",
            defaultText: { ConfigurationValue.bytesText($0[keyPath: path]) },
            apply: { configuration, text in
                guard let value = ConfigurationValue.bytes(text), range.contains(value) else { return false }
                configuration[keyPath: path] = value
                return true
            })
    }

    /// A text that is not empty.
    static func text(
        _ name: String, _ placeholder: String, _ path: any WritableKeyPath<Configuration, String> & Sendable,
        _ section: Section, _ summary: String
    ) -> ConfigurationOption {
        ConfigurationOption(
            name: name, placeholder: placeholder, summary: summary, section: section,
            expected: "a text that is not empty",
            defaultText: { $0[keyPath: path] },
            apply: { configuration, text in
                guard !text.isEmpty else { return false }
                configuration[keyPath: path] = text
                return true
            })
    }
}
