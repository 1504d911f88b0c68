import ExplainAPI
import ExplainCore

/// `POST /v1/models/{model}:importance`.
struct ImportanceHandler: Sendable {
    let application: Application

    /// Decodes, resolves, and answers at once or with a job.
    func importance(_ model: String, _ context: RequestContext) {
        application.withModel(model, context) { served, context in
            do throws(Problem) {
                let request = try ImportanceRequest(
                    context.request.body, decoder: application.datasetDecoder(for: served))
                let order = try ImportanceOrder(request, served: served)
                if application.wantsJob(request.parameters.mode, operations: order.operations, context) {
                    submit(order, context)
                } else {
                    try application.offload(context, to: served, when: true) { context in
                        compute(order, isConvertible: request.parameters.mode == .auto, context)
                    }
                }
            } catch {
                context.refuse(error)
            }
        }
    }

    private func compute(_ order: ImportanceOrder, isConvertible: Bool, _ context: RequestContext) {
        let cancellation = application.cancellation(of: context)
        do throws(ExplainError) {
            let response = try order.run(
                ComputeContext(seed: order.seed, cancellation: cancellation),
                call: application.call(of: order.served, context))
            context.answer { response.encode(into: &$0) }
        } catch {
            if error == .deadlineExceeded, isConvertible { return submit(order, context) }
            guard error == .cancelled else { return context.refuse(ImportanceOrder.problem(error)) }
            application.metrics.abandoned()
            context.refuse(.clientGone)
        }
    }

    private func submit(_ order: ImportanceOrder, _ context: RequestContext) {
        let payload = JobPayload(version: order.served.version, body: context.request.body)
        application.submit(
            payload, kind: .importance, served: order.served, total: order.modelRows, context
        ) { JobsHandler.answer($0, context) }
    }
}
