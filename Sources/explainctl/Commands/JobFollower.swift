import ExplainCore

/// What happens to a job that a request became: it is printed, or followed to its result.
struct JobFollower {
    private let session: Session
    private let isAsync: Bool
    private let outputPath: String?

    /// Jobs are printed when `isAsync`; else results go to the file at `outputPath`, or to standard output.
    init(_ session: Session, isAsync: Bool, outputPath: String?) {
        self.session = session
        self.isAsync = isAsync
        self.outputPath = outputPath
    }

    /// Takes the 202 that carries the job.
    ///
    /// - Throws: ``CommandError``.
    func run(_ accepted: ClientResponse) throws(CommandError) -> ExitCode {
        let job = try JobView(try Session.document(accepted))
        if isAsync {
            if session.printsJSON { session.printBody(accepted) } else { session.console.print(job.id + "\n") }
            return .success
        }
        session.console.say("queued as \(Table.printable(job.id))")
        var watch = JobWatch(session, id: job.id)
        let finished = try watch.run()
        guard finished.status == "succeeded" else {
            session.console.say(Table.printable("explainctl: the job \(finished.failure ?? finished.status)"))
            return finished.exitCode
        }
        let target = ClientRequest.path("v1", "jobs", job.id, "result")
        try ResultOutput(session, path: outputPath).show(try session.send(ClientRequest(target: target)))
        return .success
    }
}
