import ExplainAPI
import ExplainCore

/// Computes jobs the way requests are computed: decode, resolve, explain, encode.
struct ServiceJobRunner: JobRunner {
    let application: Application
    /// The threads that one job may use.
    let parallelism: Int

    func run(
        _ job: Job, request: [UInt8], cancellation: Cancellation, progress: @escaping @Sendable (Progress) -> Void
    ) throws(JobFailure) -> [UInt8] {
        guard let payload = JobPayload(request) else { throw .unreadable }
        guard let served = application.repository.snapshot.model(job.model, version: payload.version),
            served.digest == job.modelDigest
        else { throw .modelChanged(job.model) }
        do throws(Problem) {
            switch job.kind {
            case .explain: return try explain(payload, served, cancellation, progress)
            case .importance: return try importance(payload, served, cancellation, progress)
            }
        } catch {
            throw cancellation.isCancelled ? .cancelled : JobFailure(code: error.code.rawValue, detail: error.detail)
        }
    }

    private func explain(
        _ payload: JobPayload, _ served: ServedModel, _ cancellation: Cancellation,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) throws(Problem) -> [UInt8] {
        let request = try ExplainRequest(payload.body, decoder: application.rowDecoder(for: served))
        let parameters = payload.isRefinement ? request.parameters.refined : request.parameters
        let order = try OrderResolver(planner: application.planner).resolve(
            parameters, instances: request.instances, served: served)
        do throws(ExplainError) {
            let explained = try application.explanations.explainInJob(
                order, cancellation: cancellation, parallelism: parallelism, progress: progress)
            var writer = JSONWriter()
            ExplanationAnswer(order: order, explained: explained, application: application).response()
                .encode(into: &writer)
            return writer.bytes
        } catch {
            throw Problem(error)
        }
    }
}

extension ServiceJobRunner {
    private func importance(
        _ payload: JobPayload, _ served: ServedModel, _ cancellation: Cancellation,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) throws(Problem) -> [UInt8] {
        let request = try ImportanceRequest(payload.body, decoder: application.datasetDecoder(for: served))
        let order = try ImportanceOrder(request, served: served)
        do throws(ExplainError) {
            let context = ComputeContext(
                seed: order.seed, cancellation: cancellation, parallelism: parallelism, progress: progress)
            var writer = JSONWriter()
            try order.run(context).encode(into: &writer)
            return writer.bytes
        } catch {
            throw Problem(error)
        }
    }
}

extension JobFailure {
    /// The request on disk is none.
    static let unreadable = JobFailure(
        code: ProblemCode.internal.rawValue, detail: "The job's request cannot be read; submit it again.")

    /// The model that accepted the job is no longer served.
    static func modelChanged(_ model: String) -> JobFailure {
        JobFailure(
            code: ProblemCode.modelChanged.rawValue,
            detail: "Model \(model) has changed since the job was accepted; submit it again for the present model.")
    }
}
