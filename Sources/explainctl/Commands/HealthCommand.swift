import ExplainCore

/// Says whether a server is ready.
struct HealthCommand: Command {
    static let spec = CommandSpec(
        "health", summary: "Says whether the server is ready, and what keeps it from being so.",
        notes: ["exit code: 0 ready, 1 not ready, 2 no server answers"])

    init(_ arguments: Arguments) throws(UsageError) { _ = try arguments.operands() }

    func run(_ session: Session) throws(CommandError) -> ExitCode {
        let response = try session.exchange(ClientRequest(target: "/readyz"))
        guard response.status == 200 || response.status == 503 else { throw .refused(Refusal(response)) }
        let isReady = response.status == 200
        if session.printsJSON {
            session.printBody(response)
        } else {
            session.console.print(try Self.text(Session.document(response), isReady: isReady, url: session.url))
        }
        return isReady ? .success : .refused
    }

    private static func text(_ document: JSONValue, isReady: Bool, url: String) -> String {
        var lines = ["\(url) is \(isReady ? "ready" : "not ready")"]
        for member in document.asObject ?? [] where !member.value.isNull {
            lines += Self.lines(member)
        }
        return lines.map { Table.printable($0) + "\n" }.joined()
    }

    private static func lines(_ member: JSONMember) -> [String] {
        guard let items = member.value.asArray else { return ["  \(member.key): \(member.value.plainText)"] }
        return items.map { "  \(member.key): \($0.plainText)" }
    }
}
