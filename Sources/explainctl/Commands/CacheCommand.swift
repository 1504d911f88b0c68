import ExplainCore

/// Shows or empties the cache of explanations.
struct CacheCommand: Command {
    private enum Action {
        case show
        case clear(model: String?)
    }

    static let spec = CommandSpec(
        "cache", "[show|clear]", summary: "Shows the counters of the explanation cache, or empties it.",
        options: [CommandOption("model", "MODEL", help: "clear: this model's explanations only")])

    private let action: Action

    init(_ arguments: Arguments) throws(UsageError) {
        let model = arguments.value("model")
        guard arguments.operands.count < 2 else { throw .unexpectedOperand(arguments.operands[1]) }
        switch arguments.operands.first ?? "show" {
        case "show":
            guard model == nil else { throw .unexpectedOperand("--model") }
            action = .show
        case "clear": action = .clear(model: model)
        case let word: throw .unexpectedOperand(word)
        }
    }

    func run(_ session: Session) throws(CommandError) -> ExitCode {
        switch action {
        case .show: try show(session)
        case .clear(let model): try clear(session, model)
        }
        return .success
    }

    private func show(_ session: Session) throws(CommandError) {
        let (document, _) = try session.get("/v1/stats")
        guard let cache = document["cache"], let members = cache.asObject else {
            throw .unexpectedAnswer("the statistics hold no cache")
        }
        if session.printsJSON {
            var writer = JSONWriter()
            writer.value(cache)
            session.console.print(writer.text + "\n")
            return
        }
        var table = Table([("CACHE", .left), ("VALUE", .right)])
        for member in members { table.append([member.key, member.value.plainText]) }
        session.console.print(table.rendered())
    }

    private func clear(_ session: Session, _ model: String?) throws(CommandError) {
        let target = "/v1/cache" + ClientRequest.query(["model": model])
        let response = try session.send(ClientRequest(method: "DELETE", target: target))
        if session.printsJSON {
            session.printBody(response)
            return
        }
        let count = (try? JSONValue.parse(response.body))?.asObject?.first.map { " (\($0.key): \($0.value.plainText))" }
        session.console.print("cleared \(model.map { "the cache of \($0)" } ?? "the cache")\(count ?? "")\n")
    }
}
