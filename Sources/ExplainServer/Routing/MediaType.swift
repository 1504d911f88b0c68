import ExplainAPI

/// Whether a request's content is something the routes can read.
enum MediaType {
    /// The problem with a request's media type or content coding; nil when it is JSON, or not said.
    static func problem(of head: RequestHead) -> Problem? {
        if let coding = head.fields["Content-Encoding"], !coding.isEmpty, coding.lowercased() != "identity" {
            return Problem(
                .unsupportedMediaType, detail: "Content codings are not supported; send the body as plain JSON.",
                field: "Content-Encoding")
        }
        guard let value = head.fields["Content-Type"] else { return nil }
        guard isJSON(value) else {
            return Problem(
                .unsupportedMediaType, detail: "Send JSON with 'Content-Type: application/json'.",
                field: "Content-Type")
        }
        return nil
    }

    /// Whether a `Content-Type` value is `application/json` or a `+json` type, in UTF-8.
    static func isJSON(_ value: String) -> Bool {
        let parts = value.lowercased().split(separator: ";", omittingEmptySubsequences: false).map(trim)
        guard let type = parts.first, type == "application/json" || isSuffixedJSON(type) else { return false }
        return parts.dropFirst().allSatisfy { parameter in
            guard parameter.hasPrefix("charset=") else { return true }
            let charset = parameter.dropFirst("charset=".count).filter { $0 != "\"" }
            return charset == "utf-8" || charset == "utf8"
        }
    }

    private static func isSuffixedJSON(_ type: String) -> Bool {
        type.hasPrefix("application/") && type.hasSuffix("+json")
    }

    private static func trim(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
