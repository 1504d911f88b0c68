import ExplainAPI
import ExplainCore

/// `GET /`, `/healthz` and `/readyz`.
enum HealthHandler {
    /// KServe V1's liveness document.
    static func writeAlive(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("status", "alive")
        writer.endObject()
    }

    /// The process answers.
    static func health(_ context: RequestContext) {
        context.answer { writer in
            writer.beginObject()
            writer.member("status", "ok")
            writer.member("engine", Engine.version)
            writer.endObject()
        }
    }

    /// The process can do its work: a model is loaded, the store writes, and it is not finishing.
    ///
    /// Models that did not load are listed either way, as are model servers that are not well. They do not make the others
    /// unready: the status is `degraded`.
    static func ready(_ context: RequestContext, _ application: Application) {
        let catalog = application.repository.snapshot
        var reasons: [String] = []
        if application.isDraining { reasons.append("the server is shutting down") }
        if let failure = application.jobs.storeFailure { reasons.append("the job store fails: \(failure.summary)") }
        if catalog.entries.isEmpty { reasons.append("no model is loaded") }
        let targets = catalog.models.compactMap { served in served.remote.map { (served, $0.report) } }
        let isWhole = catalog.failures.isEmpty && targets.allSatisfy(\.1.isWell)
        let status = reasons.isEmpty ? (isWhole ? "ready" : "degraded") : "not ready"
        context.answer(reasons.isEmpty ? 200 : 503) { writer in
            writer.beginObject()
            writer.member("status", status)
            writer.key("reasons")
            writer.strings(reasons)
            writer.key("models")
            writer.strings(catalog.names)
            ModelsHandler.write(failures: catalog.failures, to: &writer)
            if !targets.isEmpty {
                writer.key("targets")
                writer.beginArray()
                for (served, report) in targets {
                    writer.beginObject()
                    writer.member("model", served.name)
                    writer.member("version", served.version)
                    writer.member("breaker", report.breaker)
                    writer.member("probe", report.admission.word)
                    writer.endObject()
                }
                writer.endArray()
            }
            writer.endObject()
        }
    }
}
