/// Whether a model elsewhere has passed the probe that each must pass before it is explained.
enum RemoteAdmission: Sendable, Equatable {
    /// It could not be asked yet.
    case pending
    /// It has, with so many outputs; the notes are for people.
    case passed(outputs: Int, notes: [String])
    /// It answers, and not as a model may.
    case failed(String)

    /// The word for programs.
    var word: String {
        switch self {
        case .pending: "pending"
        case .passed: "passed"
        case .failed: "failed"
        }
    }
}
