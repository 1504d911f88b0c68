import ExplainCore

/// Models as tables.
enum ModelsText {
    /// The list of models, and of those that failed to load.
    static func list(_ document: JSONValue) -> String {
        var table = Table([
            ("MODEL", .left), ("VERSION", .left), ("FORMAT", .left), ("FEATURES", .right), ("OUTPUTS", .left),
        ])
        for item in document["models"]?.asArray ?? [] {
            let features = item["features"]?.asArray.map { String($0.count) } ?? item["features"]?.plainText
            table.append([
                item.asString ?? item["name"]?.plainText ?? "-", item["version"]?.plainText ?? "-",
                item["structure"]?["format"]?.plainText ?? item["format"]?.plainText ?? "-", features ?? "-",
                item["outputs"]?.plainText ?? "-",
            ])
        }
        let failures = (document["failures"]?.asArray ?? []).map(failure)
        return table.rendered() + (failures.isEmpty ? "" : "\n" + failures.joined())
    }

    private static func failure(_ item: JSONValue) -> String {
        let name = item["name"]?.plainText ?? item["folder"]?.plainText ?? "-"
        let reason = item["reason"]?.asString ?? item["error"]?.asString ?? item["detail"]?.asString ?? item.plainText
        return Table.printable("failed to load: \(name): \(reason)") + "\n"
    }

    /// One model with its features.
    static func model(_ document: JSONValue) -> String {
        var facts = Table([("MODEL", .left), (document["name"]?.plainText ?? "-", .left)])
        for member in document.asObject ?? [] where !["name", "features"].contains(member.key) {
            facts.append([member.key, member.value.plainText])
        }
        var table = Table([("FEATURE", .left), ("TYPE", .left), ("NULLABLE", .left), ("GROUP", .left)])
        for item in document["features"]?.asArray ?? [] {
            table.append([
                item["name"]?.plainText ?? item.plainText, type(item), item["nullable"]?.plainText ?? "no",
                item["group"]?.plainText ?? "-",
            ])
        }
        return facts.rendered() + "\n" + table.rendered()
    }

    private static func type(_ item: JSONValue) -> String {
        guard let categories = item["categories"]?.asArray else { return item["type"]?.plainText ?? "-" }
        return "category: " + categories.map(\.plainText).joined(separator: " ")
    }
}
