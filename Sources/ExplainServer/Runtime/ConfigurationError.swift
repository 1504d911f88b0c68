/// Why the server does not start.
enum ConfigurationError: Error, Equatable {
    /// No flag has this name.
    case unknownFlag(String, nearest: String?)
    /// The flag stands at the end, without its value.
    case missingValue(flag: String, expected: String)
    /// A word that belongs to no flag.
    case strayArgument(String)
    /// The value cannot be used. `source` is the flag, the variable, or the member of the file as it was written.
    case badValue(source: String, value: String, expected: String)
    /// The configuration file cannot be read.
    case unreadableFile(String, FileError)
    /// The configuration file is not what it should be.
    case badFile(String, reason: String)
    /// The configuration file has a member that means nothing.
    case unknownMember(file: String, member: String, nearest: String?)
    /// The design has this, this version has not.
    case notAvailable(source: String, remedy: String)
    /// The address can be reached by others, and nothing says who may come in.
    case openToOthers(host: String)

    /// The error in words, with a remedy.
    var message: String {
        switch self {
        case .unknownFlag(let flag, let nearest):
            "unknown flag \(flag)" + Self.suggestion(nearest.map { "--" + $0 })
        case .missingValue(let flag, let expected): "\(flag) needs a value: \(expected)"
        case .strayArgument(let argument): "'\(argument)' belongs to no flag; see --help"
        case .badValue(let source, let value, let expected): "\(source): '\(value)' is not \(expected)"
        case .unreadableFile(let path, let error): "cannot read the configuration file \(path): \(error.message)"
        case .badFile(let path, let reason): "the configuration file \(path) is not usable: \(reason)"
        case .unknownMember(let file, let member, let nearest):
            "the configuration file \(file) has an unknown member '\(member)'" + Self.suggestion(nearest)
        case .notAvailable(let source, let remedy): "\(source) is not available in this version; \(remedy)"
        case .openToOthers(let host):
            "refusing to listen on \(host), which others can reach, without access control; "
                + "listen on 127.0.0.1, or say --allow-anonymous if everybody who reaches the port may use it"
        }
    }

    private static func suggestion(_ nearest: String?) -> String {
        nearest.map { "; did you mean \($0)?" } ?? "; see --help"
    }
}
