/// How much a log line matters.
enum LogLevel: String, Sendable, CaseIterable, Comparable {
    /// For whoever looks for a fault.
    case debug
    /// What happens in a healthy service.
    case info
    /// What deserves attention.
    case warning
    /// What failed.
    case error

    static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}
