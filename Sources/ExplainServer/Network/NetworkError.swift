/// Why the server cannot listen.
enum NetworkError: Error, Sendable, Equatable {
    /// The host is neither an address nor `localhost`.
    case unsupportedHost(String)
    /// A system call failed.
    ///
    /// - Parameters:
    ///   - call: its name.
    ///   - code: the value of `errno`.
    case system(call: String, code: Int32)

    /// What was wrong, for people.
    var message: String {
        switch self {
        case .unsupportedHost(let host): "cannot listen on \(host): give an IP address or localhost"
        case .system(let call, let code): "\(call) failed: \(SystemError.text(code))"
        }
    }
}
