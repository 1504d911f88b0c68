import ExplainCore

extension RemoteSettings {
    private static let members = [
        "protocol", "url", "name", "version", "path", "output", "input", "layout", "datatype", "whole_numbers",
        "timeout_ms", "connect_ms", "max_rows", "max_request_bytes", "max_answer_bytes", "connections", "queue",
        "breaker_ms", "job_ms", "headers", "forward_authorization", "authorization_file",
    ]

    /// Reads the object `remote`, strictly.
    ///
    /// - Throws: ``JSONError`` with the place.
    init(_ reader: inout JSONReader) throws(JSONError) {
        var wireProtocol: RemoteProtocol?
        var url: PeerURL?
        // The two that are required are known at the end.
        guard let anywhere = try? PeerURL("http://localhost") else { throw reader.error(.missingKey("url")) }
        self.init(wireProtocol: .openInference, url: anywhere)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "protocol": wireProtocol = try Self.choice(&reader)
            case "url": url = try Self.url(&reader)
            default: try read(key, from: &reader)
            }
        }
        guard let wireProtocol else { throw reader.error(.missingKey("protocol")) }
        guard let url else { throw reader.error(.missingKey("url")) }
        (self.wireProtocol, self.url) = (wireProtocol, url)
        if wireProtocol != .mlflow, name == nil, path == nil { throw reader.error(.missingKey("name")) }
        if forwardsAuthorization, authorizationFile != nil {
            throw reader.error(.unacceptable("forward_authorization and authorization_file exclude each other"))
        }
    }

    private mutating func read(_ key: String, from reader: inout JSONReader) throws(JSONError) {
        switch key {
        case "name": name = try Self.segment(&reader)
        case "version": modelVersion = try Self.segment(&reader)
        case "path": path = try Self.path(&reader)
        case "output": output = try SettingsReading.text(&reader)
        case "input": input = try SettingsReading.text(&reader)
        case "layout": layout = try Self.choice(&reader)
        case "datatype": floatType = try Self.choice(&reader)
        case "whole_numbers": answersWholeNumbers = try reader.readBool()
        case "headers": fields = try Self.headers(&reader)
        case "forward_authorization": forwardsAuthorization = try reader.readBool()
        case "authorization_file": authorizationFile = try SettingsReading.text(&reader)
        default: try readNumber(key, from: &reader)
        }
    }

    private mutating func readNumber(_ key: String, from reader: inout JSONReader) throws(JSONError) {
        switch key {
        case "timeout_ms": timeoutMilliseconds = try Self.number(&reader, 1...600_000)
        case "connect_ms": connectMilliseconds = try Self.number(&reader, 1...60_000)
        case "max_rows": maximumRows = try Self.number(&reader, 1...65_536)
        case "max_request_bytes": maximumRequestBytes = try Self.number(&reader, 1_024...(256 << 20))
        case "max_answer_bytes": maximumAnswerBytes = try Self.number(&reader, 1_024...(256 << 20))
        case "connections": connections = try Self.number(&reader, 1...32)
        case "queue": queue = try Self.number(&reader, 0...10_000)
        case "breaker_ms": breakerMilliseconds = try Self.number(&reader, 1...600_000)
        case "job_ms": jobMilliseconds = try Self.number(&reader, 1...604_800_000)
        default: throw SettingsReading.unknown(key, among: Self.members, reader)
        }
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ reader: inout JSONReader
    ) throws(JSONError) -> Choice {
        let word = try SettingsReading.word(&reader, among: Choice.allCases.map(\.rawValue))
        guard let choice = Choice(rawValue: word) else { throw reader.error(.unacceptable(word)) }
        return choice
    }

    private static func number(_ reader: inout JSONReader, _ range: ClosedRange<Int>) throws(JSONError) -> Int {
        let number = try reader.readInt()
        guard range.contains(number) else {
            throw reader.error(.unacceptable("\(number) is not between \(range.lowerBound) and \(range.upperBound)"))
        }
        return number
    }

    private static func url(_ reader: inout JSONReader) throws(JSONError) -> PeerURL {
        let text = try SettingsReading.text(&reader)
        do { return try PeerURL(text) } catch { throw reader.error(.unacceptable(error.message)) }
    }

    /// A part of a path between two slashes.
    private static func segment(_ reader: inout JSONReader) throws(JSONError) -> String {
        let text = try SettingsReading.text(&reader)
        guard text.utf8.allSatisfy(isUnreserved), text != ".", text != ".." else {
            throw reader.error(.unacceptable("use letters, digits and . _ - ~ only"))
        }
        return text
    }

    private static func path(_ reader: inout JSONReader) throws(JSONError) -> String {
        let text = try SettingsReading.text(&reader)
        let isPath = text.utf8.allSatisfy { isUnreserved($0) || "/:@%!$&'()*+,;=".utf8.contains($0) }
        guard text.hasPrefix("/"), isPath else {
            throw reader.error(.unacceptable("expected a path that begins with a slash, without query"))
        }
        return text
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) && byte >= 0x41 || "-._~".utf8.contains(byte)
    }

    /// Further fields; those that the transport writes, or that carry credentials, are not among them.
    private static func headers(_ reader: inout JSONReader) throws(JSONError) -> [HTTPField] {
        var fields: [HTTPField] = []
        try reader.beginObject()
        while let name = try reader.nextKey() {
            let value = try reader.readString()
            guard !name.isEmpty, name.utf8.allSatisfy(ASCII.isToken), !reserved.contains(name.lowercased()) else {
                throw reader.error(.unacceptable("this header field is not for the settings"))
            }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                throw reader.error(.unacceptable("a header field's value is printable ASCII"))
            }
            fields.append(HTTPField(name, value))
        }
        return fields
    }

    private static let reserved: Set<String> = [
        "host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection", "keep-alive",
        "te", "trailer", "upgrade", "expect", "accept", "accept-encoding", "user-agent", "authorization", "cookie",
        "proxy-authorization", "x-request-id", "traceparent",
    ]
}

extension PeerURL.Fault {
    /// What is wrong and what helps, for the operator.
    var message: String {
        switch self {
        case .needsTLS:
            "explaind speaks no TLS itself; let a sidecar or a service mesh do it and give the http: or unix: address "
                + "at which it listens"
        case .scheme: "expected http://host[:port][/prefix] or unix:/path/of/socket"
        case .userInformation:
            "leave the name and the password out; put the value of Authorization into a file that authorization_file names"
        case .malformed: "this is no http://host[:port][/prefix] and no unix:/path/of/socket"
        case .pathTooLong: "the path of a Unix socket has at most \(PeerURL.longestSocketPath) bytes"
        }
    }
}
