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
        writer.key("structure")
        writer.beginObject()
        for fact in served.structure.facts {
            writer.member(String(fact.name.map { $0 == " " ? "_" : $0 }), fact.value)
        }
        writer.endObject()
        writer.key("outputs")
        writer.strings(served.scoreNames)
        writer.member("default_output", served.scoreNames[served.defaultOutput])
        writer.member("space", served.space.rawValue)
        writer.key("spaces")
        writer.strings(OutputSpace.allCases.filter { served.native.outputCount(in: $0) != nil }.map(\.rawValue))
        writer.member("accepts_missing", served.acceptsMissing)
        writer.member("expected_checked", served.expectedChecked)
        if let remote = served.remote { write(remote, to: &writer) }
        if let lineage = served.lineage { write(lineage, to: &writer) }
        writer.key("notes")
        writer.strings(served.notes)
        write(served.schema, to: &writer)
        write(backgrounds: served, to: &writer)
        writer.endObject()
    }

    private static func write(_ lineage: ModelSettings.Lineage, to writer: inout JSONWriter) {
        writer.key("lineage")
        writer.beginObject()
        let members = [
            ("code", lineage.code), ("data", lineage.data), ("trained_at", lineage.trainedAt),
            ("trained_by", lineage.trainedBy),
        ]
        for (name, value) in members {
            if let value { writer.member(name, value) }
        }
        writer.endObject()
    }

    /// Writes the member `features`: the columns in the order of a row, as a request gives them.
    private static func write(_ schema: FeatureSchema, to writer: inout JSONWriter) {
        writer.key("features")
        writer.beginArray()
        for feature in schema.features {
            writer.beginObject()
            writer.member("name", feature.name)
            writer.member("type", typeName(feature.kind))
            if case .category(let names) = feature.kind {
                writer.key("categories")
                writer.strings(names)
            }
            writer.member("nullable", feature.isNullable)
            if let group = feature.group { writer.member("group", group) }
            writer.endObject()
        }
        writer.endArray()
    }

    private static func typeName(_ kind: Feature.Kind) -> String {
        switch kind {
        case .float: "float"
        case .int: "int"
        case .bool: "bool"
        case .category: "category"
        case .codes: "codes"
        }
    }

    /// Writes the member `backgrounds`, by name.
    private static func write(backgrounds served: ServedModel, to writer: inout JSONWriter) {
        writer.key("backgrounds")
        writer.beginArray()
        for (name, background) in served.backgrounds.sorted(by: { $0.key < $1.key }) {
            writer.beginObject()
            writer.member("name", name)
            writer.member("rows", background.rows.rows)
            writer.member("digest", background.digest)
            writer.member("default", name == served.defaultBackground)
            writer.endObject()
        }
        writer.endArray()
    }
}
