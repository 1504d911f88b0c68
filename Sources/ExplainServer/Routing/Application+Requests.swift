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
        guard context.request.body.count > Self.inlineBodyBytes else { return body(served, context) }
        let known = context
        if !explanations.pool.submit({ body(served, known) }) { context.refuse(.overloaded) }
    }

    /// Reads rows by a model's schema, as many as the configuration allows.
    func rowDecoder(for served: ServedModel) -> RowDecoder {
        RowDecoder(schema: served.schema, maximumRows: configuration.maximumInstances)
    }

    /// Reads the rows of a dataset: as many as a body holds.
    func datasetDecoder(for served: ServedModel) -> RowDecoder { RowDecoder(schema: served.schema) }

    /// Puts a job into the queue; `accepted` is called once it is on disk.
    func submit(
        _ payload: JobPayload, kind: JobKind, served: ServedModel, total: Int, _ context: RequestContext,
        accepted: @escaping @Sendable (Job) -> Void
    ) {
        let key = context.request.head.fields["Idempotency-Key"]
        if let problem = Self.problem(ofKey: key) { return context.refuse(problem) }
        let bytes = payload.bytes
        var digest = RequestDigest()
        digest.add(context.request.head.path)
        digest.add(served.digest)
        digest.add(bytes)
        let submission = JobSubmission(
            kind: kind, model: served.name, modelDigest: served.digest, request: bytes, idempotencyKey: key,
            requestDigest: SHA256.hex(digest.digest), total: total)
        jobs.perform { queue in
            do throws(JobQueueError) {
                accepted(try queue.submit(submission))
            } catch {
                context.refuse(Problem(error))
            }
        }
    }

    private static func problem(ofKey key: String?) -> Problem? {
        guard let key, key.isEmpty || key.utf8.count > 255 else { return nil }
        return Problem(
            .invalidParameter, detail: "The Idempotency-Key must have 1 to 255 characters.", field: "Idempotency-Key")
    }
}
