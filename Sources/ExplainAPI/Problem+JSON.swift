public import ExplainCore

extension Problem {
    /// The problem of a body that a reader refused: not JSON at all, or JSON of another form than expected.
    public init(_ error: JSONError) {
        let field = error.path.isEmpty ? nil : error.path
        let place = error.path.isEmpty ? "the body" : error.path
        switch error.reason {
        case .numberOutOfRange:
            self.init(
                .notFinite, detail: "The number at \(place) is too large for a 64-bit float; give a finite number.",
                field: field)
        case .notAnInteger:
            self.init(
                .notAnInteger, detail: "The value at \(place) must be a whole number, without fraction or exponent.",
                field: field)
        case .tooLarge(let limit):
            self.init(.payloadTooLarge, detail: "The body is longer than \(limit) bytes; send fewer rows at a time.")
        case let reason where reason.isMalformed:
            self.init(
                .malformedJSON,
                detail: "The body is not valid JSON: \(reason.text), at byte \(error.offset)"
                    + (field.map { " (\($0))" } ?? "") + ".",
                field: field)
        case let reason:
            self.init(.invalidRequest, detail: "At \(place): \(reason.text).", field: field)
        }
    }
}
