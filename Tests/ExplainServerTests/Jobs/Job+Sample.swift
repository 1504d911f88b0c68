import ExplainCore

@testable import ExplainServer

extension Job {
    /// A queued job, as the queue would make it.
    static func sample(
        _ id: String = "jb_1", model: String = "credit", kind: JobKind = .explain, total: Int = 100,
        createdAt: Int64 = 1_000
    ) -> Job {
        Job(
            id: id, sequence: 0, kind: kind, model: model, modelDigest: "sha256:00", requestDigest: "sha256:" + id,
            progress: Progress(done: 0, total: total), createdAtMilliseconds: createdAt)
    }

    /// The sample brought into a status on the way that jobs go.
    static func sample(in status: JobStatus, machine: JobMachine = JobMachine()) -> Job {
        var job = sample()
        let way: [JobEvent] =
            switch status {
            case .queued: []
            case .running: [.start, .progress(Progress(done: 40, total: 100))]
            case .succeeded: [.start, .succeed(resultBytes: 8)]
            case .failed: [.start, .fail(JobFailure(code: "bad", detail: "Bad."))]
            case .cancelled: [.start, .cancel]
            }
        for event in way { _ = machine.apply(event, to: &job, now: 2_000) }
        return job
    }
}
