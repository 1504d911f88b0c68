import ExplainAPI
import ExplainCore

/// Computes jobs the way requests are computed: decode, resolve, explain, encode.
struct ServiceJobRunner: JobRunner {
    let application: Application
    /// The threads that one job may use, its own included.
    let parallelism: Int
    /// Where the others come from.
    let executor: any ParallelExecutor

    /// A job waits while its model is not served: a folder that is being replaced, or mended, costs no accepted job.
    func canRun(_ job: Job) -> Bool { application.repository.snapshot.model(job.model) != nil }

    func run(
        _ job: Job, request: [UInt8], keeper: any WorkKeeper, cancellation: Cancellation,
        progress: @escaping @Sendable (Progress) -> Void
    ) throws(JobFailure) -> [UInt8] {
        guard let payload = JobPayload(request) else { throw .unreadable }
        do throws(Problem) {
            guard let served = application.repository.snapshot.model(job.model, version: payload.version),
                served.digest == job.modelDigest
            else { throw .modelChanged(job.model) }
            switch job.kind {
            case .explain: return try explain(payload, served, keeper, cancellation, progress)
            case .importance: return try importance(payload, served, cancellation, progress)
            }
        } catch {
            throw cancellation.isCancelled ? .cancelled : JobFailure(code: error.code.rawValue, detail: error.detail)
        }
    }

    private func context(
        _ cancellation: Cancellation, _ progress: @escaping @Sendable (Progress) -> Void
    ) -> ComputeContext {
        ComputeContext(
            cancellation: cancellation, parallelism: parallelism, executor: executor, progress: progress)
    }

    private func explain(
        _ payload: JobPayload, _ served: ServedModel, _ keeper: any WorkKeeper, _ cancellation: Cancellation,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) throws(Problem) -> [UInt8] {
        let request = try ExplainRequest(payload.body, decoder: application.rowDecoder(for: served))
        let parameters = payload.isRefinement ? request.parameters.refined : request.parameters
        let order = try OrderResolver(planner: application.planner).resolve(
            parameters, instances: request.instances, served: served)
        guard order.background.digest == payload.backgroundDigest else { throw .modelChanged(served.name) }
        do throws(ExplainError) {
            var context = context(cancellation, progress)
            context.keeper = keeper
            let explained = try application.explanations.explainInJob(order, context: context)
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
            var context = context(cancellation, progress)
            context.seed = order.seed
            var writer = JSONWriter()
            try order.run(context, call: RemoteCall()).encode(into: &writer)
            return writer.bytes
        } catch {
            throw ImportanceOrder.problem(error)
        }
    }
}

extension JobFailure {
    /// The request on disk is none.
    static let unreadable = JobFailure(
        code: ProblemCode.internal.rawValue, detail: "The job's request cannot be read; submit it again.")
}
