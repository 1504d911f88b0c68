import ExplainAPI
import ExplainCore

/// Computes jobs the way requests are computed: decode, resolve, explain, encode.
struct ServiceJobRunner: JobRunner {
    let application: Application
    /// The threads that one job may use, its own included.
    let parallelism: Int
    /// Where the others come from.
    let executor: any ParallelExecutor

    /// A job waits while its model is not served, or its server is left alone: a folder that is being replaced, or mended,
    /// and a model server that is being restarted, cost no accepted job.
    func canRun(_ job: Job) -> Bool {
        let catalog = application.repository.snapshot
        return catalog.model(job.model) != nil && target(of: job, in: catalog)?.isSuspended != true
    }

    /// Jobs that ask a model elsewhere wait for it, and not for each other's processors: those of one model have a thread.
    func lane(of job: Job) -> String? {
        target(of: job, in: application.repository.snapshot) == nil ? nil : job.modelDigest
    }

    private func target(of job: Job, in catalog: ModelCatalog) -> RemoteTarget? {
        catalog.entries[job.model]?.versions.first { $0.digest == job.modelDigest }?.remote
    }

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

    /// Who asks a model elsewhere, and how long.
    private func call(_ served: ServedModel, _ cancellation: Cancellation) -> RemoteCall {
        let end = served.remote.map { remote in
            application.clock.monotonicNanoseconds + UInt64(remote.settings.jobMilliseconds) * 1_000_000
        }
        return RemoteCall(cancellation: cancellation, jobEndNanoseconds: end)
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
            let explained = try application.explanations.explainInJob(
                order, context: context, call: call(served, cancellation))
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
            try order.run(context, call: call(served, cancellation)).encode(into: &writer)
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
