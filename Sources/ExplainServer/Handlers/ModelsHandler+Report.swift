import ExplainAPI
import ExplainCore

extension ModelsHandler {
    /// Writes a model's registration report.
    static func write(_ served: ServedModel, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", served.name)
        writer.member("version", served.version)
        writer.member("ready", true)
        writer.member("digest", served.digest)
        writer.member("format", served.structure.format)
        writer.member("kind", served.structure.kind)
        if let objective = served.structure.objective { writer.member("objective", objective) }
        for fact in served.structure.facts { writer.member(fact.name, fact.value) }
        writer.key("outputs")
        writer.strings(served.scoreNames)
        writer.member("default_output", served.scoreNames[served.defaultOutput])
        writer.member("space", served.space.rawValue)
        writer.member("accepts_missing", served.acceptsMissing)
        writer.member("expected_checked", served.expectedChecked)
        writer.key("notes")
        writer.strings(served.notes)
        writer.endObject()
    }
}
