import ExplainCore

/// Lists the models, or shows one.
struct ModelsCommand: Command {
    static let spec = CommandSpec(
        "models", "[show MODEL]", summary: "Lists the models with those that failed to load, or shows one.",
        notes: ["exit code: 0, or 1 when a model failed to load"])

    private let model: String?

    init(_ arguments: Arguments) throws(UsageError) {
        switch arguments.operands.first {
        case nil, "list":
            guard arguments.operands.count < 2 else { throw .unexpectedOperand(arguments.operands[1]) }
            model = nil
        case "show": model = try arguments.operands("show", "MODEL")[1]
        case let word?: throw .unexpectedOperand(word)
        }
    }

    func run(_ session: Session) throws(CommandError) -> ExitCode {
        if let model {
            try show(session, model)
            return .success
        }
        let (document, response) = try session.get("/v1/models")
        let failures = document["failures"]?.asArray ?? []
        if session.printsJSON {
            session.printBody(response)
        } else {
            session.console.print(ModelsText.list(document))
        }
        return failures.isEmpty ? .success : .refused
    }

    private func show(_ session: Session, _ model: String) throws(CommandError) {
        let (document, response) = try session.get(ClientRequest.path("v1", "models", model))
        if session.printsJSON { return session.printBody(response) }
        session.console.print(ModelsText.model(document))
    }
}
