import ExplainCore

/// A refusal of the server, as its problem document tells it.
struct Refusal: Sendable, Equatable {
    /// The HTTP status.
    let status: Int
    /// The stable code, such as `unknown_feature`.
    let code: String?
    /// What is wrong, in a sentence.
    let detail: String
    /// The place in the request, such as `instances[3][7]`.
    let field: String?
    /// The request's identifier in the server's log.
    let requestID: String?

    /// Reads the problem document of a response; falls back to the bare status.
    init(_ response: ClientResponse) {
        let document = try? JSONValue.parse(response.body)
        status = response.status
        code = document?["code"]?.asString
        detail = document?["detail"]?.asString ?? document?["title"]?.asString ?? "the server says no more"
        field = document?["field"]?.asString
        requestID = document?["request_id"]?.asString
    }

    /// The sentence for people.
    var message: String {
        let place = field.map { detail.contains($0) ? "" : " (\($0))" } ?? ""
        let name = [String(status), code].compactMap(\.self).joined(separator: " ")
        let request = requestID.map { ", request \($0)" } ?? ""
        return Table.printable("\(detail)\(place) [\(name)\(request)]")
    }
}
