/// Why a command did not do what it was asked to.
enum CommandError: Error, Equatable {
    /// The command line makes no sense.
    case usage(UsageError)
    /// There is no answer from the server at this URL.
    case unreachable(url: String, ClientError)
    /// The server refused or failed.
    case refused(Refusal)
    /// The answer is not what this version of explainctl understands.
    case unexpectedAnswer(String)
    /// A file cannot be written; the reason is the system's.
    case output(String, reason: String)

    /// What the shell is told.
    var exitCode: ExitCode {
        switch self {
        case .usage: .usage
        case .unreachable: .unreachable
        case .refused, .unexpectedAnswer, .output: .refused
        }
    }

    /// The sentence for people.
    var message: String {
        switch self {
        case .usage(let error): error.message
        case .unreachable(let url, .unreachable(let reason)):
            "no explaind answers at \(url): \(reason). Start one with 'explaind', or name another with --url or EXPLAIND_URL"
        case .unreachable(let url, let error): "\(url): \(error.message)"
        case .refused(let refusal): refusal.message
        case .unexpectedAnswer(let text): "the server's answer is not understood: \(text)"
        case .output(let path, let reason): "\(path): \(reason)"
        }
    }
}
