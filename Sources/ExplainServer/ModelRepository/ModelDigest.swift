import ExplainCore

/// The digest that identifies a model in every explanation.
enum ModelDigest {
    /// SHA-256 over name, version, canonical settings, schema and model file, each with its length in front.
    static func digest(
        name: String, version: String, settings: ModelSettings, schema: FeatureSchema, modelFile: [UInt8]
    ) -> String {
        var hash = SHA256()
        for part in [Array(name.utf8), Array(version.utf8), settings.canonical, canonicalBytes(schema), modelFile] {
            hash.update(UInt64(part.count))
            hash.update(part)
        }
        return hash.finalizedName()
    }

    /// The schema as resolved: names and kinds may come from the model file or the background.
    private static func canonicalBytes(_ schema: FeatureSchema) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for feature in schema.features {
            writer.beginObject()
            writer.member("name", feature.name)
            writer.member("nullable", feature.isNullable)
            if let group = feature.group { writer.member("group", group) }
            writeKind(feature.kind, &writer)
            writer.endObject()
        }
        writer.endArray()
        return writer.bytes
    }

    private static func writeKind(_ kind: Feature.Kind, _ writer: inout JSONWriter) {
        switch kind {
        case .float: writer.member("type", "float")
        case .int: writer.member("type", "int")
        case .bool: writer.member("type", "bool")
        case .codes: writer.member("type", "codes")
        case .category(let names):
            writer.member("type", "category")
            writer.key("categories")
            writer.strings(names)
        }
    }
}
