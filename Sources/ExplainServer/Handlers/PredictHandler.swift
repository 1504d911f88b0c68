import ExplainAPI
import ExplainCore

/// `POST /v1/models/{model}:predict`.
struct PredictHandler: Sendable {
    /// Up to this many arithmetic steps are cheaper on the I/O thread than a hand-over to the pool.
    private static let inlineOperations = 50_000.0

    let application: Application

    /// Predicts, inline when it is quick.
    func predict(_ model: String, _ context: RequestContext) {
        application.withModel(model, context) { served, context in
            do throws(Problem) {
                let request = try PredictRequest(context.request.body, decoder: application.rowDecoder(for: served))
                let operations = Double(request.instances.rows) * Double(served.model.operationsPerRow)
                var call = application.call(of: served, context)
                // Predictions of a file are over before anybody could stop them.
                if served.remote != nil { call.cancellation = application.cancellation(of: context) }
                try application.offload(context, to: served, when: operations > Self.inlineOperations) {
                    [call] context in answer(request, served, call, context)
                }
            } catch {
                context.refuse(error)
            }
        }
    }

    private func answer(
        _ request: PredictRequest, _ served: ServedModel, _ call: RemoteCall, _ context: RequestContext
    ) {
        do throws(ModelError) {
            let outputs = try served.native(askedBy: call).predict(
                request.instances, space: request.space ?? served.responseSpace)
            let predictions = (0..<outputs.rows).map { Array(outputs.row($0)) }
            context.answer { PredictResponse(predictions: predictions).encode(into: &$0) }
        } catch {
            switch error {
            case .cancelled:
                application.metrics.abandoned()
                context.refuse(.clientGone)
            // Who predicts has no budget to lower and no job to ask for.
            case .deadlineExceeded: context.refuse(Problem(ModelError.timedOut))
            default: context.refuse(Problem(error))
            }
        }
    }
}
