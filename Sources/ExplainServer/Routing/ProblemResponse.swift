import ExplainAPI
import ExplainCore

/// Makes the answers to everything that goes wrong.
enum ProblemResponse {
    /// Seconds after which an overloaded or draining server is worth asking again.
    static let retryAfterSeconds = 1

    /// The answer for a problem.
    static func make(_ problem: Problem, requestID: String, fields: [HTTPField] = []) -> HTTPResponse {
        var writer = JSONWriter()
        problem.encode(into: &writer, requestID: requestID)
        var response = HTTPResponse(status: problem.status, contentType: Problem.mediaType, body: writer.bytes)
        if problem.status == 503 || problem.status == 429 || problem.retryAfterSeconds != nil {
            response.fields.append(HTTPField("Retry-After", "\(problem.retryAfterSeconds ?? retryAfterSeconds)"))
        }
        response.fields += fields
        return response
    }
}
