import ExplainAPI

/// The parameters of a request's query, strictly: known names, once each, well encoded.
enum QueryParameters {
    /// Reads a query.
    ///
    /// - Parameters:
    ///   - head: the request's head.
    ///   - allowed: the names there are; nil to ignore the query, as for probes that add one to get past caches.
    /// - Returns: the decoded values by name.
    /// - Throws: ``Problem`` for a name that is not there, comes twice, or is not UTF-8.
    static func read(_ head: RequestHead, allowed: [String]?) throws(Problem) -> [String: String] {
        guard let query = head.query, let allowed else { return [:] }
        var parameters: [String: String] = [:]
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: true) : ""
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true), let value else {
                throw Problem(.invalidParameter, detail: "The query is not UTF-8.")
            }
            guard allowed.contains(name) else {
                throw Problem(
                    .unknownParameter,
                    detail: "This path has no query parameter of that name; "
                        + (allowed.isEmpty ? "it has none." : "it has \(allowed.joined(separator: ", "))."),
                    field: name)
            }
            guard parameters.updateValue(value, forKey: name) == nil else {
                throw Problem(.invalidParameter, detail: "The query has \(name) twice; give it once.", field: name)
            }
        }
        return parameters
    }
}
