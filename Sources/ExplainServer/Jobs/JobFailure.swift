/// Why a job did not succeed.
struct JobFailure: Error, Sendable, Equatable {
    /// A stable word for programs, such as `attempts_exhausted`.
    var code: String
    /// A sentence for people, without paths or internals.
    var detail: String

    /// What a runner throws when it stopped because its ``Cancellation`` was thrown.
    static let cancelled = JobFailure(code: "cancelled", detail: "The job was stopped before it finished.")

    /// The process died under this job too often.
    static func attemptsExhausted(_ attempts: Int) -> JobFailure {
        JobFailure(
            code: "attempts_exhausted",
            detail: "The server stopped unexpectedly during \(attempts) attempts at this job; it is not tried again.")
    }

    /// The result could not be written.
    static let resultNotStored = JobFailure(
        code: "result_not_stored", detail: "The result was computed but could not be kept; submit the job again.")

    /// The request could not be read back.
    static let requestNotReadable = JobFailure(
        code: "request_not_readable", detail: "The job's request could not be read back; submit the job again.")
}
