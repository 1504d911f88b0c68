import Dispatch
import ExplainAPI
import ExplainCore

/// The steps that the handlers of models share.
extension Application {
    /// Up to this many bytes a body is decoded on the I/O thread: well under a millisecond of work.
    private static let inlineBodyBytes = 32 * 1024

    /// Looks a model up and goes on with it, on the I/O thread or, for a large body, in the compute pool.
    func withModel(
        _ name: String, _ context: RequestContext,
        _ body: @escaping @Sendable (ServedModel, RequestContext) -> Void
    ) {
        let catalog = repository.snapshot
        guard let served = catalog.model(name) else { return context.refuse(.unknownModel(name, in: catalog)) }
        var context = context
        context.model = served.name
        do throws(Problem) {
            try offload(context, when: context.request.body.count > Self.inlineBodyBytes) { body(served, $0) }
        } catch {
            context.refuse(error)
        }
    }

    /// Goes on in the compute pool when there is more to do than the I/O thread should, here otherwise.
    ///
    /// - Throws: ``Problem/overloaded`` when the pool is full; `body` is not called then.
    func offload(
        _ context: RequestContext, when isLarge: Bool, _ body: @escaping @Sendable (RequestContext) -> Void
    ) throws(Problem) {
        guard isLarge, !context.isInPool else { return body(context) }
        var moved = context
        moved.isInPool = true
        guard explanations.pool.submit({ [moved] in body(moved) }) else { throw .overloaded }
    }

    /// Goes on where the model may be asked: on the threads of its target if it is elsewhere, and else as
    /// ``offload(_:when:_:)`` does.
    ///
    /// - Throws: ``Problem/overloaded`` or ``Problem/modelOverloaded(_:)``; `body` is not called then.
    func offload(
        _ context: RequestContext, to served: ServedModel, when isLarge: Bool,
        _ body: @escaping @Sendable (RequestContext) -> Void
    ) throws(Problem) {
        guard let remote = served.remote else { return try offload(context, when: isLarge, body) }
        guard remote.threads.submit({ body(context) }) else { throw .modelOverloaded(served.name) }
    }

    /// How a model elsewhere is asked for a request: with its fields, until the server's deadline.
    func call(of served: ServedModel, _ context: RequestContext) -> RemoteCall {
        let nanoseconds = UInt64(configuration.limits.syncDeadlineMilliseconds) * 1_000_000
        return RemoteCall(
            endNanoseconds: clock.monotonicNanoseconds &+ nanoseconds,
            fields: served.forwardedFields(of: context.request.head))
    }

    /// A switch that is thrown when the client goes, or has waited as long as a synchronous answer may take.
    func cancellation(of context: RequestContext) -> Cancellation {
        let cancellation = Cancellation()
        context.presence.onLeave { cancellation.cancel() }
        let deadline = configuration.limits.syncDeadlineMilliseconds
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(deadline)) { cancellation.expire() }
        return cancellation
    }

    /// Whether a request becomes a job: because it says so, or because it is too much to wait for.
    ///
    /// The preference of a header gives way to the body's own word.
    func wantsJob(_ mode: RequestMode, operations: Double, _ context: RequestContext) -> Bool {
        switch mode {
        case .sync: false
        case .async: true
        case .auto: context.prefersAsynchronousAnswer || operations > Double(configuration.syncOperations)
        }
    }

    /// Reads rows by a model's schema, as many as the configuration allows.
    func rowDecoder(for served: ServedModel) -> RowDecoder {
        served.decoder.limited(to: configuration.maximumInstances)
    }

    /// Reads the rows of a dataset: as many as a body holds.
    func datasetDecoder(for served: ServedModel) -> RowDecoder { served.decoder }

    /// Puts a job into the queue; `outcome` is told once it is on disk, or why it is not.
    func submit(
        _ payload: JobPayload, kind: JobKind, served: ServedModel, total: Int, _ context: RequestContext,
        outcome: @escaping @Sendable (Result<Job, Problem>) -> Void
    ) {
        let key = context.request.head.fields["Idempotency-Key"]
        if let problem = Self.problem(ofKey: key) { return outcome(.failure(problem)) }
        if served.remote?.settings.forwardsAuthorization == true {
            return outcome(.failure(.jobWithoutAuthorization(served.name)))
        }
        // The request as the client sees it: a retry is the same request, also when the model was reloaded meanwhile.
        var digest = RequestDigest()
        digest.add(context.request.head.path)
        digest.add(payload.body)
        let submission = JobSubmission(
            kind: kind, model: served.name, modelDigest: served.digest, request: payload.bytes, idempotencyKey: key,
            requestDigest: SHA256.hex(digest.digest), total: total)
        jobs.perform { queue in
            do throws(JobQueueError) {
                outcome(.success(try queue.submit(submission)))
            } catch {
                outcome(.failure(Problem(error)))
            }
        }
    }

    private static func problem(ofKey key: String?) -> Problem? {
        guard let key, key.isEmpty || key.utf8.count > 255 else { return nil }
        return Problem(
            .invalidParameter, detail: "The Idempotency-Key must have 1 to 255 characters.", field: "Idempotency-Key")
    }
}
