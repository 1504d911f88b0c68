import ExplainCore

/// Explanations and importances as tables, the largest first.
enum ResultText {
    /// The text of a result document.
    static func text(_ document: JSONValue) -> String {
        if let explanations = document["explanations"]?.asArray { return self.explanations(explanations) }
        return importance(document)
    }

    /// One block an instance and output; an instance with several outputs has an array of them.
    private static func explanations(_ items: [JSONValue]) -> String {
        items.enumerated().flatMap { index, item in
            let title = items.count > 1 ? "row \(index): " : ""
            return (item.asArray ?? [item]).map { title + explanation($0) }
        }.joined(separator: "\n")
    }

    private static func explanation(_ item: JSONValue) -> String {
        let model = item["model"]?["name"]?.asString ?? "-"
        let output = item["output"]?["name"]?.plainText ?? item["output"]?.plainText ?? "-"
        let prediction = item["prediction"]?.asDouble.map(Number.short) ?? "-"
        let base = item["base_value"]?.asDouble.map(Number.short) ?? "-"
        let heading = "\(model), \(output) (\(item["space"]?.plainText ?? "-")): \(prediction), from a base of \(base)"
        return Table.printable(heading) + "\n" + attributions(item) + InteractionText.text(item)
            + Table.printable(origin(item)) + "\n"
    }

    private static func attributions(_ item: JSONValue) -> String {
        let names = (item["features"]?.asArray ?? []).map(\.plainText)
        let values = (item["values"]?.asArray ?? []).map { $0.asDouble ?? 0 }
        let errors = item["standard_errors"]?.asArray
        let data = item["data"]?.asArray ?? []
        var columns: [(String, Table.Alignment)] = [("FEATURE", .left), ("DATA", .right), ("ATTRIBUTION", .right)]
        if errors != nil { columns.append(("+-", .right)) }
        var table = Table(columns)
        for index in order(values) where index < names.count {
            var row = [names[index], index < data.count ? datum(data[index]) : "-", Number.signed(values[index])]
            if let errors { row.append(index < errors.count ? errors[index].plainText : "-") }
            table.append(row)
        }
        return table.rendered()
    }

    /// A player's value; of a group with one column set, such as a one-hot encoding, that column's name.
    private static func datum(_ value: JSONValue) -> String {
        guard let columns = value.asObject else { return value.plainText }
        let areFlags = columns.allSatisfy { $0.value.asBool != nil || $0.value.asInt == 0 || $0.value.asInt == 1 }
        let set = columns.filter { $0.value.asBool == true || $0.value.asInt == 1 }
        return areFlags && set.count == 1 ? set[0].key : value.plainText
    }

    private static func origin(_ item: JSONValue) -> String {
        let names = ["method", "estimator", "index"]
        let method = names.map { item[$0]?.asString }.compactMap(\.self).joined(separator: ", ")
        let exactness = item["exact"]?.asBool == true ? "exact" : "estimated"
        let evaluations = item["evaluations"]?.asInt ?? 0
        // Methods that read the model's parts evaluate the full coalition alone, the prediction.
        let cost = evaluations > 1 ? ", \(evaluations) evaluations" : ""
        let isOpen = item["converged"]?.asBool == false && item["method"]?.asString == "kernel_shap"
        // Too few evaluations to tell how far off the values are.
        let isBlind = exactness == "estimated" && item["standard_errors"] == .null
        let open = (isOpen ? ", not converged" : "") + (isBlind ? ", no standard errors" : "")
        let cache = item["cache"]?.asString.map { ", cache \($0)" } ?? ""
        return "\(method), \(exactness)\(cost)\(open)\(cache), \(item["id"]?.plainText ?? "no id")"
    }

    private static func importance(_ document: JSONValue) -> String {
        guard let rows = document["importances"]?.asArray else { return plain(document) }
        var table = Table([("FEATURE", .left), ("IMPORTANCE", .right), ("STD", .right), ("INTERVAL", .left)])
        let means = rows.map { $0["mean"]?.asDouble ?? 0 }
        for index in order(means) {
            let interval = (rows[index]["interval"]?.asArray ?? []).map(\.plainText).joined(separator: " to ")
            table.append([
                rows[index]["feature"]?.plainText ?? "-", Number.signed(means[index]),
                rows[index]["std"]?.plainText ?? "-", interval.isEmpty ? "-" : interval,
            ])
        }
        let metric = (document["loss"] ?? document["metric"])?.plainText ?? "-"
        return "\(metric) \(document["baseline"]?.plainText ?? "-")\n" + table.rendered()
    }

    private static func plain(_ document: JSONValue) -> String {
        var writer = JSONWriter(pretty: true)
        writer.value(document)
        return writer.text + "\n"
    }

    /// Positions by falling magnitude; equal ones keep their order.
    private static func order(_ values: [Double]) -> [Int] {
        values.indices.sorted { (abs(values[$0]), -$0) > (abs(values[$1]), -$1) }
    }
}
