import ExplainAPI
import ExplainCore

/// `/v1/jobs` and below.
enum JobsHandler {
    /// The longest `?wait=`, in seconds.
    static let maximumWaitSeconds = 60

    /// The list, newest first.
    static func list(_ context: RequestContext, _ application: Application) {
        let status = context.query("status")
        let wanted = status.flatMap(JobStatus.init(rawValue:))
        guard status == nil || wanted != nil else {
            return context.refuse(
                .badQuery(
                    "status", expected: "one of " + JobStatus.allCases.map(\.rawValue).joined(separator: ", ")))
        }
        let limit = context.query("limit")
        guard limit == nil || limit.flatMap({ Int($0) }).map({ (1...500).contains($0) }) == true else {
            return context.refuse(.badQuery("limit", expected: "a whole number from 1 to 500"))
        }
        let model = context.query("model")
        let cursor = context.query("cursor")
        application.jobs.perform { queue in
            do throws(JobQueueError) {
                let page = try queue.list(
                    status: wanted, model: model, limit: limit.flatMap { Int($0) } ?? 100, cursor: cursor)
                context.answer { JobListDocument(page).encode(into: &$0) }
            } catch {
                context.refuse(Problem(error))
            }
        }
    }

    /// One job, at once or when its status changes.
    static func show(_ id: String, _ context: RequestContext, _ application: Application) {
        let text = context.query("wait")
        let seconds = text.map { Int($0) ?? -1 } ?? 0
        guard (0...maximumWaitSeconds).contains(seconds) else {
            return context.refuse(
                .badQuery("wait", expected: "a whole number of seconds from 0 to \(maximumWaitSeconds)"))
        }
        let milliseconds = UInt64(seconds) * 1_000
        guard milliseconds > 0, let live = application.jobs.liveJob(id) else {
            return lookUp(id, context, application)
        }
        application.jobs.wait(id, after: live.revision, timeoutMilliseconds: milliseconds) { job in
            answer(job, context)
        }
    }

    /// Calls a job off; again is no error.
    static func cancel(_ id: String, _ context: RequestContext, _ application: Application) {
        application.jobs.perform { queue in
            do throws(JobQueueError) {
                guard let job = try queue.cancel(id) else { return context.refuse(.unknownJob) }
                context.answer(202) { JobDocument(job).encode(into: &$0) }
            } catch {
                context.refuse(Problem(error))
            }
        }
    }

    /// What a job computed.
    static func result(_ id: String, _ context: RequestContext, _ application: Application) {
        application.jobs.perform { queue in
            do throws(JobQueueError) {
                switch try queue.result(id) {
                case .unknown: context.refuse(.unknownJob)
                case .pending(let job): context.refuse(Problem(unfinished: job))
                case .failed(let job): context.refuse(Problem(failed: job))
                case .gone(let job): context.refuse(Problem(gone: job))
                case .ready(_, let bytes): context.answer(200, contentType: "application/json", body: bytes)
                }
            } catch {
                context.refuse(Problem(error))
            }
        }
    }

    /// Answers with a job that was just accepted, or why it was not.
    static func answer(_ outcome: Result<Job, Problem>, _ context: RequestContext) {
        switch outcome {
        case .success(let job):
            context.answer(202, fields: [HTTPField("Location", "/v1/jobs/\(job.id)")] + retryAfter(job)) {
                JobDocument(job).encode(into: &$0)
            }
        case .failure(let problem): context.refuse(problem)
        }
    }

    private static func lookUp(_ id: String, _ context: RequestContext, _ application: Application) {
        if let live = application.jobs.liveJob(id) { return answer(live, context) }
        application.jobs.perform { queue in
            do throws(JobQueueError) {
                answer(try queue.job(id), context)
            } catch {
                context.refuse(Problem(error))
            }
        }
    }

    private static func answer(_ job: Job?, _ context: RequestContext) {
        guard let job else { return context.refuse(.unknownJob) }
        context.answer(fields: retryAfter(job)) { JobDocument(job).encode(into: &$0) }
    }

    private static func retryAfter(_ job: Job) -> [HTTPField] {
        job.status.isFinal ? [] : [HTTPField("Retry-After", "1")]
    }
}
