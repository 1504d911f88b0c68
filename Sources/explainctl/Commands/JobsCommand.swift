import ExplainCore

/// Lists, shows, follows and cancels jobs, and gets their results.
struct JobsCommand: Command {
    private enum Action {
        case list
        case show(String)
        case watch(String)
        case cancel(String)
        case result(String)
    }

    static let spec = CommandSpec(
        "jobs", "[list|show|watch|cancel|result] [ID]",
        summary: "Lists, shows, follows and cancels jobs, and gets their results.",
        options: [
            CommandOption("status", "STATUS", help: "list: queued, running, succeeded, failed or cancelled only"),
            CommandOption("model", "MODEL", help: "list: this model's jobs only"),
            CommandOption("limit", "N", help: "list: at most so many"),
            CommandOption("cursor", "CURSOR", help: "list: go on where the last page ended"),
            CommandOption("out", "FILE", help: "result: write the JSON to a file"),
        ],
        notes: ["exit code of watch: 0 the job succeeded, 1 it failed or was cancelled"])

    private let action: Action
    private let query: String
    private let outputPath: String?

    init(_ arguments: Arguments) throws(UsageError) {
        let operands = arguments.operands
        outputPath = arguments.value("out")
        query = ClientRequest.query([
            "status": arguments.value("status"), "model": arguments.value("model"),
            "limit": try arguments.integer("limit", atLeast: 1).map(String.init), "cursor": arguments.value("cursor"),
        ])
        let word = operands.first ?? "list"
        guard operands.count <= (word == "list" ? 1 : 2) else { throw .unexpectedOperand(operands[operands.count - 1]) }
        action = try Self.action(word, id: operands.count > 1 ? operands[1] : nil)
    }

    private static func action(_ word: String, id: String?) throws(UsageError) -> Action {
        if word == "list" { return .list }
        guard ["show", "watch", "cancel", "result"].contains(word) else { throw .unexpectedOperand(word) }
        guard let id else { throw .missingOperand("ID") }
        switch word {
        case "show": return .show(id)
        case "watch": return .watch(id)
        case "cancel": return .cancel(id)
        default: return .result(id)
        }
    }

    func run(_ session: Session) throws(CommandError) -> ExitCode {
        switch action {
        case .list: try list(session)
        case .show(let id): try show(session, ClientRequest(target: ClientRequest.path("v1", "jobs", id)))
        case .cancel(let id):
            try show(session, ClientRequest(method: "DELETE", target: ClientRequest.path("v1", "jobs", id)))
        case .watch(let id): return try watch(session, id)
        case .result(let id):
            let response = try session.send(ClientRequest(target: ClientRequest.path("v1", "jobs", id, "result")))
            try ResultOutput(session, path: outputPath).show(response)
        }
        return .success
    }

    private func list(_ session: Session) throws(CommandError) {
        let (document, response) = try session.get("/v1/jobs" + query)
        if session.printsJSON { return session.printBody(response) }
        guard let items = document["jobs"]?.asArray ?? document.asArray else {
            throw .unexpectedAnswer("no list of jobs")
        }
        var jobs: [JobView] = []
        for item in items { jobs.append(try JobView(item)) }
        session.console.print(JobView.table(jobs).rendered())
        let next = document["next_cursor"]?.asString ?? document["cursor"]?.asString
        if let next { session.console.say("there are more: --cursor \(next)") }
    }

    private func show(_ session: Session, _ request: ClientRequest) throws(CommandError) {
        let response = try session.send(request)
        if session.printsJSON { return session.printBody(response) }
        let job = try JobView(try Session.document(response))
        session.console.print(JobView.table([job]).rendered())
        if let failure = job.failure { session.console.print(Table.printable("error: \(failure)") + "\n") }
    }

    private func watch(_ session: Session, _ id: String) throws(CommandError) -> ExitCode {
        var watch = JobWatch(session, id: id)
        let job = try watch.run()
        if session.printsJSON {
            session.printBody(try session.send(ClientRequest(target: ClientRequest.path("v1", "jobs", id))))
        }
        if let failure = job.failure { session.console.say("explainctl: the job failed: \(Table.printable(failure))") }
        return job.exitCode
    }
}
