import ExplainAPI
import ExplainCore

extension Problem {
    /// The problem of a request that broke the protocol or a limit of the server.
    init(protocolError error: HTTPError) {
        let code: ProblemCode =
            switch error.status {
            case 408: .requestTimeout
            case 413: .payloadTooLarge
            case 414: .targetTooLong
            case 417: .expectationFailed
            case 431: .headTooLarge
            case 500: .internal
            case 501: .notImplemented
            case 505: .versionNotSupported
            default: .malformedRequest
            }
        self.init(code, detail: error.detail)
    }

    /// The server is finishing.
    static let draining = Problem(
        .draining, detail: "The server is shutting down; ask another instance, or again later.")

    /// The compute queue is full.
    static let overloaded = Problem(
        .overloaded, detail: "Every core is busy and the queue is full; ask again in a second, or send mode async.")

    /// The model or the background that accepted a job is no longer served.
    static func modelChanged(_ model: String) -> Problem {
        Problem(
            .modelChanged,
            detail: "Model \(model) or its background has changed since the job was accepted; submit it again.")
    }

    /// There is no such job.
    static let unknownJob = Problem(.unknownJob, detail: "There is no job of this identifier; GET /v1/jobs lists them.")

    /// There is no such model; names the models there are.
    static func unknownModel(_ name: String, in catalog: ModelCatalog) -> Problem {
        if let failure = catalog.failures.first(where: { $0.model == name }) {
            return Problem(.unknownModel, detail: "Model \(name) did not load: \(failure.message)")
        }
        let nearest = NearestName.nearest(to: name, among: catalog.names).map { "did you mean \($0)? " } ?? ""
        return Problem(
            .unknownModel, detail: "There is no model of this name: \(nearest)GET /v1/models lists the models.")
    }

    /// A query parameter has a value it cannot have.
    static func badQuery(_ name: String, expected: String) -> Problem {
        Problem(.invalidParameter, detail: "The query parameter \(name) must be \(expected).", field: name)
    }

    /// The client closed its side of the connection, and its answer was not there soon.
    static let clientGone = Problem(
        .clientGone,
        detail:
            "The client closed the connection, or its side of it, so the computation was stopped; keep it open until "
            + "the answer, or use mode async.")

    /// The deadline of a sampling method passed before it had the least that makes an answer.
    static let deadlineBeforeEveryPlayer = Problem(
        .deadlineExceeded,
        detail:
            "The deadline passed before the empty and the full coalition and a pair for every player were evaluated, "
            + "the least that makes an answer; give it longer, fewer instances, a smaller background, or ask for groups."
    )

    /// Why an explanation was not computed.
    init(_ error: ServiceError) {
        switch error {
        case .overloaded: self = .overloaded
        case .modelOverloaded(let model): self = .modelOverloaded(model)
        case .abandoned: self = .clientGone
        case .notFinite(let instance): self.init(notFiniteFor: instance)
        case .explain(let error): self.init(error)
        }
    }

    /// Why a computation ended without a result.
    init(_ error: ExplainError) {
        switch error {
        case .cancelled: self.init(.internal, detail: "The computation was stopped before it finished.")
        case .deadlineExceeded:
            self.init(
                .deadlineExceeded,
                detail:
                    "The deadline passed before there was an answer; give it longer, a smaller budget, or mode async.")
        case .tooManyPlayers(let players, let limit):
            self.init(
                .tooManyPlayers, detail: "Exact values of \(players) players are beyond the limit of \(limit).",
                field: "parameters.method")
        case .budgetTooSmall(let budget, let minimum):
            self.init(
                .budgetTooSmall, detail: "A budget of \(budget) is too small; this method needs \(minimum) or more.",
                field: "parameters.budget")
        case .unsuitableData(let reason): self.init(.unsuitableData, detail: reason)
        case .model(let error): self.init(error)
        }
    }

    /// Why a model did not answer.
    init(_ error: ModelError) {
        switch error {
        case .spaceNotOffered(let space):
            self.init(
                .unsupportedSpace, detail: "The model does not offer the space \(space.rawValue).",
                field: "parameters.space")
        case .width(let width, let expected):
            self.init(.wrongWidth, detail: "A row has \(width) values; the model reads \(expected).")
        case .notFinite(let row): self.init(notFiniteFor: row)
        case .evaluation(let place, let reason):
            self.init(.unsuitableData, detail: "The model does not take the values: \(place): \(reason).")
        case .unavailable(let outage): self.init(outage)
        case .timedOut:
            self.init(
                .modelTimeout,
                detail: "The model server did not answer in time; ask again later, or raise timeout_ms in the model's "
                    + "explain.json.")
        case .badAnswer(let fault): self.init(fault)
        case .cancelled: self.init(ExplainError.cancelled)
        case .deadlineExceeded: self.init(ExplainError.deadlineExceeded)
        }
    }

    /// A row's values are finite, and what the model makes of them is not.
    private init(notFiniteFor instance: Int) {
        self.init(
            .unsuitableData,
            detail:
                "The model's answer for instances[\(instance)], alone or mixed with reference rows, is not a finite "
                + "number: its values are beyond what the model computes.",
            field: "instances[\(instance)]")
    }

    /// Why the job queue did not do what it was asked.
    init(_ error: JobQueueError) {
        switch error {
        case .full(let seconds):
            self.init(.jobQueueFull, detail: "The job queue is full; ask again in \(seconds) s.")
            retryAfterSeconds = seconds
        case .idempotencyConflict(let existing):
            self.init(
                .idempotencyConflict,
                detail: "The idempotency key belongs to job \(existing), whose request was another; use a new key.",
                field: "Idempotency-Key")
        case .draining: self = .draining
        case .invalidCursor:
            self = .badQuery("cursor", expected: "a cursor of an earlier answer; leave it out to begin anew")
        case .store(let error): self.init(.storeFailed, detail: "The job store failed: \(error.summary)")
        }
    }

    /// A job has no result yet, or none any more.
    init(unfinished job: Job) {
        self.init(
            .jobNotFinished, detail: "The job is \(job.status.rawValue); poll it, or add ?wait=30 to its own path.")
    }

    /// A job failed.
    init(failed job: Job) {
        self.init(.jobFailed, detail: "The job failed: \(job.failure?.detail ?? "no reason was kept.")")
    }

    /// A job was cancelled, or its result expired.
    init(gone job: Job) {
        self.init(
            .jobGone,
            detail: job.status == .cancelled
                ? "The job was cancelled." : "The job's result has expired; submit it again.")
    }
}
