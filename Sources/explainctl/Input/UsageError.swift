/// Why a command line makes no sense.
enum UsageError: Error, Equatable {
    /// No command was named.
    case missingCommand
    /// There is no such command.
    case unknownCommand(String)
    /// The command, or explainctl itself, has no such option.
    case unknownOption(String)
    /// The option needs a value.
    case missingValue(String)
    /// The option takes no value.
    case unexpectedValue(String)
    /// The option's value is not what it takes.
    case badValue(option: String, value: String, expected: String)
    /// The command needs this operand.
    case missingOperand(String)
    /// The command takes no such operand.
    case unexpectedOperand(String)
    /// Exactly one of these options is needed.
    case exactlyOne([String])
    /// A file cannot be read or written; the reason is the system's.
    case file(String, reason: String)
    /// The rows of a file or option are not what they should be.
    case rows(String)

    /// The sentence for people.
    var message: String {
        switch self {
        case .missingCommand: "name a command"
        case .unknownCommand(let name): "there is no command '\(name)'"
        case .unknownOption(let name): "there is no option '\(name)'"
        case .missingValue(let name): "--\(name) needs a value"
        case .unexpectedValue(let name): "--\(name) takes no value"
        case .badValue(let option, let value, let expected): "--\(option) takes \(expected), not '\(value)'"
        case .missingOperand(let name): "\(name) is missing"
        case .unexpectedOperand(let text): "'\(text)' is one word too many"
        case .exactlyOne(let names): "give one of " + names.map { "--\($0)" }.joined(separator: " and ")
        case .file(let path, let reason): "\(path): \(reason)"
        case .rows(let text): text
        }
    }
}
