import ExplainCore

/// Models as tables.
enum ModelsText {
    /// The list of models, and of those that failed to load.
    static func list(_ document: JSONValue) -> String {
        var table = Table([
            ("MODEL", .left), ("VERSION", .left), ("FORMAT", .left), ("KIND", .left), ("FEATURES", .right),
            ("OUTPUTS", .left),
        ])
        for item in document["details"]?.asArray ?? [] {
            table.append(
                ["name", "version", "format", "kind"].map { item[$0]?.plainText ?? "-" }
                    + [String((item["features"]?.asArray ?? []).count), item["outputs"]?.plainText ?? "-"])
        }
        let failures = (document["failures"]?.asArray ?? []).map(failure)
        return table.rendered() + (failures.isEmpty ? "" : "\n" + failures.joined())
    }

    private static func failure(_ item: JSONValue) -> String {
        // What befell the models folder as a whole has no model's name.
        let name = [item["model"], item["version"]].compactMap { $0?.plainText }.filter { !$0.isEmpty }
        let head = (["failed to load"] + (name.isEmpty ? [] : [name.joined(separator: " ")])).joined(separator: ": ")
        return Table.printable("\(head): \(item["message"]?.plainText ?? "no reason given")") + "\n"
    }

    /// One model: its facts, its reference rows and its features.
    static func model(_ document: JSONValue) -> String {
        var facts = Table([("MODEL", .left), (document["name"]?.plainText ?? "-", .left)])
        for member in document.asObject ?? []
        where !["name", "structure", "features", "backgrounds"].contains(member.key) && !member.value.plainText.isEmpty
        {
            facts.append([member.key, member.value.plainText])
        }
        for fact in document["structure"]?.asObject ?? [] { facts.append([fact.key, fact.value.plainText]) }
        for background in document["backgrounds"]?.asArray ?? [] {
            let rows = "\(background["rows"]?.plainText ?? "-") rows"
            let note = background["default"]?.asBool == true ? ", the default" : ""
            facts.append(["background \(background["name"]?.plainText ?? "-")", rows + note])
        }
        return facts.rendered() + "\n" + features(document)
    }

    private static func features(_ document: JSONValue) -> String {
        var table = Table([("FEATURE", .left), ("TYPE", .left), ("NULLABLE", .left), ("GROUP", .left)])
        for item in document["features"]?.asArray ?? [] {
            table.append([
                item["name"]?.plainText ?? "-", type(item), item["nullable"]?.plainText ?? "-",
                item["group"]?.plainText ?? "-",
            ])
        }
        return table.rendered()
    }

    private static func type(_ item: JSONValue) -> String {
        guard let categories = item["categories"]?.asArray else { return item["type"]?.plainText ?? "-" }
        return "category: " + categories.map(\.plainText).joined(separator: ", ")
    }
}
