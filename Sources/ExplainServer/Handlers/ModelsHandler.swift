import ExplainAPI
import ExplainCore

/// `GET /v1/models` and `/v1/models/{model}`.
enum ModelsHandler {
    /// KServe V1's list of names, with the details and the failures beside it.
    static func list(_ context: RequestContext, _ application: Application) {
        let catalog = application.repository.snapshot
        context.answer { writer in
            writer.beginObject()
            writer.key("models")
            writer.strings(catalog.names)
            writer.key("details")
            writer.beginArray()
            for name in catalog.names {
                if let served = catalog.model(name) { write(served, to: &writer) }
            }
            writer.endArray()
            write(failures: catalog.failures, to: &writer)
            writer.endObject()
        }
    }

    /// One model's registration report.
    static func show(_ name: String, _ context: RequestContext, _ application: Application) {
        let catalog = application.repository.snapshot
        guard let served = catalog.model(name) else {
            return context.refuse(.unknownModel(name, in: catalog))
        }
        context.answer { write(served, to: &$0) }
    }

    /// Writes the member `failures`.
    static func write(failures: [ModelFailure], to writer: inout JSONWriter) {
        writer.key("failures")
        writer.beginArray()
        for failure in failures {
            writer.beginObject()
            writer.member("model", failure.model)
            if let version = failure.version { writer.member("version", version) }
            writer.member("message", failure.message)
            writer.endObject()
        }
        writer.endArray()
    }

}
