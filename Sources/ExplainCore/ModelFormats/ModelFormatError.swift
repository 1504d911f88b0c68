/// Why a model file was refused.
public struct ModelFormatError: Error, Sendable, Equatable {
    /// What the file is, such as `XGBoost JSON`; nil where that is unknown.
    public var format: String?
    /// Where in the file, such as `learner.gradient_booster.model.trees[3]`; empty for the file as a whole.
    public var place: String
    /// What is wrong.
    public var reason: String
    /// What to do instead, where something helps.
    public var remedy: String?

    /// Creates an error.
    public init(format: String?, place: String = "", reason: String, remedy: String? = nil) {
        self.format = format
        self.place = place
        self.reason = reason
        self.remedy = remedy
    }

    /// One line for people: the format, the place, what is wrong, and what to do.
    public var message: String {
        let head = [format ?? "", place].filter { !$0.isEmpty }.map { $0 + ": " }.joined()
        return head + reason + (remedy.map { "; " + $0 } ?? "")
    }
}

extension ModelFormatError: CustomStringConvertible {
    /// The ``message``.
    public var description: String { message }
}

extension ModelFormatError {
    /// What the JSON reader found, in a file of `format`.
    init(format: String, _ error: JSONError) {
        self.init(format: format, place: error.path, reason: "\(error.reason.text) (byte \(error.offset))")
    }
}
