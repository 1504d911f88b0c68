import ExplainAPI
import ExplainCore

extension ModelsHandler {
    /// Writes the member `target`: how the server of a model elsewhere does.
    ///
    /// Its address is nobody's but the operator's.
    static func write(_ target: RemoteTarget, to writer: inout JSONWriter) {
        let report = target.report
        writer.key("target")
        writer.beginObject()
        writer.member("protocol", target.settings.wireProtocol.rawValue)
        writer.member("breaker", report.breaker)
        writer.member("probe", report.admission.word)
        switch report.admission {
        case .pending: break
        case .passed(_, let notes):
            writer.key("notes")
            writer.strings(notes)
        case .failed(let reason): writer.member("reason", reason)
        }
        writer.member("requests", report.counters.outcomes.values.reduce(0, +))
        writer.member("retries", report.counters.retries)
        writer.member("rows", report.counters.rows)
        writer.member("busy", report.threads.busy)
        writer.member("queued", report.threads.queued)
        writer.endObject()
    }
}
