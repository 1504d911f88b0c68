import ExplainAPI
import ExplainCore

/// `POST /v1/models/{model}:explain`.
struct ExplainHandler: Sendable {
    let application: Application

    /// Up to this many numbers in an answer are looked up and written on the I/O thread: well under a millisecond.
    private static let inlineNumbers = 1_000

    /// Decodes, resolves, and answers at once or with a job.
    func explain(_ model: String, _ context: RequestContext) {
        application.withModel(model, context) { served, context in
            do throws(Problem) {
                let request = try ExplainRequest(
                    context.request.body, decoder: application.rowDecoder(for: served))
                try self.serve(request, served, context)
            } catch {
                context.refuse(error)
            }
        }
    }

    private func serve(
        _ request: ExplainRequest, _ served: ServedModel, _ context: RequestContext
    ) throws(Problem) {
        let parameters = request.parameters
        try check(parameters, context)
        let resolver = OrderResolver(planner: application.planner)
        var order = try resolver.resolve(parameters, instances: request.instances, served: served)
        order.forwarded = served.forwardedFields(of: context.request.head)
        let hasDeadline = parameters.deadlineMilliseconds != nil
        var refinement: ExplanationOrder?
        if parameters.refine == .exact, !order.plan.isExact || (hasDeadline && order.plan.isAnytime) {
            refinement = try resolver.resolve(parameters.refined, instances: request.instances, served: served)
        }
        // Who sets a deadline wants an answer by then, or to be told that there is none: a job has no deadline.
        let operations = hasDeadline ? 0 : order.operations
        if application.wantsJob(parameters.mode, operations: operations, context) {
            submit(refinement ?? order, isRefinement: refinement != nil, context) { outcome in
                JobsHandler.answer(outcome, context)
            }
        } else {
            try application.offload(context, when: order.numbers > Self.inlineNumbers) { [order, refinement] context in
                answerNow(order, refinement, parameters, context)
            }
        }
    }

    private func check(_ parameters: ExplainParameters, _ context: RequestContext) throws(Problem) {
        guard let deadline = parameters.deadlineMilliseconds else { return }
        let longest = application.configuration.limits.syncDeadlineMilliseconds
        guard deadline <= longest else {
            throw Problem(
                .invalidParameter,
                detail: "deadline_ms may be at most \(longest); what takes longer is for mode async.",
                field: "parameters.deadline_ms")
        }
        guard parameters.mode == .sync || (parameters.mode == .auto && !context.prefersAsynchronousAnswer) else {
            throw Problem(
                .invalidParameter, detail: "A job has no deadline; leave out deadline_ms, or mode async.",
                field: "parameters.deadline_ms")
        }
    }

    private func answerNow(
        _ order: ExplanationOrder, _ refinement: ExplanationOrder?, _ parameters: ExplainParameters,
        _ context: RequestContext
    ) {
        let deadline = Deadline(
            callers: parameters.deadlineMilliseconds,
            servers: application.configuration.limits.syncDeadlineMilliseconds)
        application.explanations.explain(
            order, deadline: deadline, presence: context.presence, isInPool: context.isInPool
        ) { outcome in
            switch outcome {
            case .success(let explained):
                let answer = ExplanationAnswer(order: order, explained: explained, application: application)
                guard let refinement, !answer.isExact else {
                    return context.answer { answer.response().encode(into: &$0) }
                }
                // The approximation is worth having also where its refinement cannot be queued.
                submit(refinement, isRefinement: true, context) { queued in
                    context.answer { answer.response(refinement: queued).encode(into: &$0) }
                }
            case .failure(.explain(.deadlineExceeded)) where parameters.mode == .auto && !deadline.isCallers:
                submit(order, isRefinement: false, context) { JobsHandler.answer($0, context) }
            case .failure(.explain(.deadlineExceeded)) where order.plan.method == .kernelSHAP:
                context.refuse(.deadlineBeforeEveryPlayer)
            case .failure(let error): context.refuse(Problem(error))
            }
        }
    }

    private func submit(
        _ order: ExplanationOrder, isRefinement: Bool, _ context: RequestContext,
        outcome: @escaping @Sendable (Result<Job, Problem>) -> Void
    ) {
        let payload = JobPayload(
            version: order.served.version, backgroundDigest: order.background.digest, isRefinement: isRefinement,
            body: context.request.body)
        application.submit(
            payload, kind: .explain, served: order.served, total: order.evaluations, context, outcome: outcome)
    }
}

extension ExplainParameters {
    /// What was asked for by name and leaves nothing to chance, whatever the model.
    var exactName: String? {
        if estimator == .exactLimit { return "estimator exact_limit" }
        switch method {
        case .exact, .enumeration, .treeSHAP, .treePathDependent, .linearSHAP: return "method \(method.rawValue)"
        case .auto, .kernelSHAP, .lime: return nil
        }
    }

    /// The same request for exact values, whatever method and settings of sampling it named.
    var refined: ExplainParameters {
        var copy = self
        copy.method = .exact
        copy.estimator = nil
        copy.budget = nil
        copy.tolerance = nil
        copy.seed = nil
        copy.surrogate = SurrogateSettings()
        return copy
    }
}
