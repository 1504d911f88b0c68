import ExplainCore

/// What a job needs to compute, as it is kept on disk: one JSON line that names the model and what replaces the
/// request's own choice, then the request's body as it came.
struct JobPayload: Sendable, Equatable {
    /// The version of the model that accepted the job.
    var version: String
    /// The digest of the reference rows when the job was accepted; empty where it needs none.
    var backgroundDigest: String
    /// Whether the exact method replaces the one that the body names (`refine: exact`).
    var isRefinement: Bool
    /// The request's body.
    var body: [UInt8]

    /// The form on disk.
    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("version", version)
        writer.member("background", backgroundDigest)
        writer.member("refinement", isRefinement)
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")] + body
    }

    init(version: String, backgroundDigest: String = "", isRefinement: Bool = false, body: [UInt8]) {
        self.version = version
        self.backgroundDigest = backgroundDigest
        self.isRefinement = isRefinement
        self.body = body
    }

    /// Reads the form on disk; nil where it is not one.
    init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
            let head = try? JSONValue.parse(Array(bytes[..<end])),
            let version = head["version"]?.asString, let background = head["background"]?.asString,
            let isRefinement = head["refinement"]?.asBool
        else { return nil }
        self.init(
            version: version, backgroundDigest: background, isRefinement: isRefinement,
            body: Array(bytes[(end + 1)...]))
    }
}
