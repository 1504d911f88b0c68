import ExplainCore

@testable import ExplainServer

/// A runner that does what a test says.
struct ScriptedRunner: JobRunner {
    typealias Report = @Sendable (Progress) -> Void

    let body: @Sendable (Job, [UInt8], Cancellation, Report) throws(JobFailure) -> [UInt8]

    init(_ body: @escaping @Sendable (Job, [UInt8], Cancellation, Report) throws(JobFailure) -> [UInt8]) {
        self.body = body
    }

    /// Gives the request back.
    static let echo = ScriptedRunner { (_, request, _, _) throws(JobFailure) in request }

    func run(
        _ job: Job, request: [UInt8], keeper: any WorkKeeper, cancellation: Cancellation,
        progress: @escaping @Sendable (Progress) -> Void
    ) throws(JobFailure) -> [UInt8] {
        try body(job, request, cancellation, progress)
    }
}
