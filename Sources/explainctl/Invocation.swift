/// A command line, understood: what runs, and how the server is reached.
struct Invocation: Sendable {
    /// The command.
    let command: any Command
    /// The server.
    let address: ServerAddress
    /// The bearer token, if any.
    let token: String?
    /// How long one answer may take.
    let timeoutSeconds: Int
    /// Whether the server's JSON is printed.
    let printsJSON: Bool

    /// Reads the command's arguments and the options that every command takes.
    ///
    /// - Throws: ``UsageError``.
    init(
        _ type: any Command.Type, _ arguments: Arguments, environment: (String) -> String?
    ) throws(UsageError) {
        let url = arguments.value("url") ?? environment("EXPLAIND_URL") ?? ServerAddress.standard
        guard let address = ServerAddress(url) else {
            throw .badValue(option: "url", value: url, expected: "http://HOST[:PORT]")
        }
        self.address = address
        token = try arguments.value("token-file").map(Self.token)
        timeoutSeconds = try arguments.integer("timeout", atLeast: 1) ?? 120
        printsJSON = arguments.has("json")
        command = try type.init(arguments)
    }

    /// Splits words into the command's name and its arguments; shared options may stand before the name.
    ///
    /// - Throws: ``UsageError/missingCommand`` or ``UsageError/missingValue(_:)``.
    static func split(_ words: [String]) throws(UsageError) -> (name: String, arguments: [String]) {
        var position = 0
        while position < words.count, words[position].hasPrefix("-") {
            let option = CommandOption.shared.first { "--" + $0.name == words[position] }
            position += option?.placeholder == nil ? 1 : 2
        }
        guard position < words.count else { throw .missingCommand }
        return (words[position], Array(words[..<position] + words[(position + 1)...]))
    }

    private static func token(_ path: String) throws(UsageError) -> String {
        let bytes = try File.read(path).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .file(path, reason: "its first line is no token: printable ASCII without blanks")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
