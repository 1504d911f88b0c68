import ExplainAPI
import ExplainCore

/// `POST /v1/models/{model}:explain`.
struct ExplainHandler: Sendable {
    let application: Application

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
        let resolver = OrderResolver(planner: application.planner)
        let order = try resolver.resolve(parameters, instances: request.instances, served: served)
        var refinement: ExplanationOrder?
        if parameters.refine == .exact, !order.plan.isExact {
            refinement = try resolver.resolve(parameters.refined, instances: request.instances, served: served)
        }
        let isTooLong = parameters.mode == .auto && order.operations > Double(application.configuration.syncOperations)
        if parameters.mode == .async || context.prefersAsynchronousAnswer || isTooLong {
            submit(refinement ?? order, isRefinement: refinement != nil, context) { job in
                JobsHandler.accepted(job, context)
            }
        } else {
            answerNow(order, refinement, parameters, context)
        }
    }

    private func answerNow(
        _ order: ExplanationOrder, _ refinement: ExplanationOrder?, _ parameters: ExplainParameters,
        _ context: RequestContext
    ) {
        let longest = application.configuration.limits.syncDeadlineMilliseconds
        application.explanations.explain(
            order, isShared: parameters.deadlineMilliseconds == nil,
            deadlineMilliseconds: min(parameters.deadlineMilliseconds ?? longest, longest)
        ) { outcome in
            switch outcome {
            case .success(let explained):
                let answer = ExplanationAnswer(order: order, explained: explained, application: application)
                guard let refinement else { return context.answer { answer.response().encode(into: &$0) } }
                submit(refinement, isRefinement: true, context) { job in
                    context.answer { answer.response(job: job).encode(into: &$0) }
                }
            case .failure(.explain(.deadlineExceeded))
            where parameters.mode == .auto && parameters.deadlineMilliseconds == nil:
                submit(order, isRefinement: false, context) { JobsHandler.accepted($0, context) }
            case .failure(let error): context.refuse(Problem(error))
            }
        }
    }

    private func submit(
        _ order: ExplanationOrder, isRefinement: Bool, _ context: RequestContext,
        accepted: @escaping @Sendable (Job) -> Void
    ) {
        let payload = JobPayload(
            version: order.served.version, isRefinement: isRefinement, body: context.request.body)
        application.submit(
            payload, kind: .explain, served: order.served, total: order.evaluations, context, accepted: accepted)
    }
}

extension ExplainParameters {
    /// The same request for exact values, whatever method, estimator and budget it named.
    var refined: ExplainParameters {
        var copy = self
        copy.method = .exact
        copy.estimator = nil
        copy.budget = nil
        return copy
    }
}
