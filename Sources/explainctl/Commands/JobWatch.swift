import ExplainCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Follows a job to its end, drawing a bar on a terminal and writing lines elsewhere.
struct JobWatch {
    private let session: Session
    private let id: String
    private var lastLine = ""

    /// Watches the job `id`.
    init(_ session: Session, id: String) {
        self.session = session
        self.id = id
    }

    /// Returns when the job has finished.
    ///
    /// The server holds each answer until the job has changed, so this is no busy loop; a short pause bounds how often
    /// a job that changes all the time is asked for.
    ///
    /// - Throws: ``CommandError`` when the server does not answer or knows no such job.
    mutating func run() throws(CommandError) -> JobView {
        while true {
            let (document, _) = try session.get(ClientRequest.path("v1", "jobs", id) + "?wait=1")
            let job = try JobView(document)
            show(job)
            if job.isFinished { return job }
            _ = usleep(100_000)
        }
    }

    private mutating func show(_ job: JobView) {
        if let width = session.console.progressWidth {
            session.console.redraw(job.progress.rendered(width: width - 1))
            if job.isFinished { session.console.say("") }
        } else if job.progress.line != lastLine {
            session.console.say("\(job.id) \(job.progress.line)")
            lastLine = job.progress.line
        }
    }
}
