import ExplainCore

/// Shows the server's counters.
struct StatsCommand: Command {
    static let spec = CommandSpec(
        "stats", summary: "Shows the counters of cache, compute pool, job queue and models.")

    init(_ arguments: Arguments) throws(UsageError) { _ = try arguments.operands() }

    func run(_ session: Session) throws(CommandError) -> ExitCode {
        let (document, response) = try session.get("/v1/stats")
        if session.printsJSON {
            session.printBody(response)
        } else {
            session.console.print(Self.text(document))
        }
        return .success
    }

    /// One table of counters, and one of models.
    static func text(_ document: JSONValue) -> String {
        var counters = Table([("WHAT", .left), ("COUNTER", .left), ("VALUE", .right)])
        var models = ""
        for section in document.asObject ?? [] {
            guard section.key != "models" else {
                models = Self.models(section.value)
                continue
            }
            for member in section.value.asObject ?? [JSONMember("", section.value)] {
                counters.append([section.key, member.key, member.value.plainText])
            }
        }
        return counters.rendered() + (models.isEmpty ? "" : "\n" + models)
    }

    private static func models(_ value: JSONValue) -> String {
        let rows = rowsByName(value)
        guard let first = rows.first else { return "" }
        let keys = (first.1.asObject ?? []).map(\.key).filter { $0 != "name" && $0 != "model" }
        var table = Table([("MODEL", .left)] + keys.map { ($0.uppercased(), .right) })
        for (name, row) in rows { table.append([name] + keys.map { row[$0]?.plainText ?? "-" }) }
        return table.rendered()
    }

    /// Models come as an object by name, or as an array of objects that know theirs.
    private static func rowsByName(_ value: JSONValue) -> [(String, JSONValue)] {
        if let members = value.asObject { return members.map { ($0.key, $0.value) } }
        return (value.asArray ?? []).map { ($0["name"]?.asString ?? $0["model"]?.asString ?? "-", $0) }
    }
}
