import ExplainCore

/// The strongest pairs of an explanation's interactions as a table.
enum InteractionText {
    private static let mostPairs = 10

    /// The text of an explanation's pairs, the strongest first; nothing where it has none.
    ///
    /// A pair's interaction has two places in the matrix and is shown whole.
    static func text(_ item: JSONValue) -> String {
        guard let rows = item["interactions"]?.asArray else { return "" }
        let names = (item["features"]?.asArray ?? []).map(\.plainText)
        let matrix = rows.map { ($0.asArray ?? []).map { $0.asDouble ?? 0 } }
        var pairs: [(name: String, value: Double)] = []
        for first in matrix.indices {
            for second in matrix.indices.dropFirst(first + 1) where second < min(names.count, matrix[first].count) {
                guard first < matrix[second].count else { continue }
                let value = matrix[first][second] + matrix[second][first]
                if value != 0 { pairs.append(("\(names[first]) x \(names[second])", value)) }
            }
        }
        guard !pairs.isEmpty else { return "no two features interact\n" }
        var table = Table([("PAIR", .left), ("INTERACTION", .right)])
        let order = pairs.indices.sorted { (abs(pairs[$0].value), -$0) > (abs(pairs[$1].value), -$1) }
        for index in order.prefix(mostPairs) { table.append([pairs[index].name, Number.signed(pairs[index].value)]) }
        let hidden = pairs.count - min(pairs.count, mostPairs)
        return table.rendered() + (hidden > 0 ? "and \(hidden) weaker pairs\n" : "")
    }
}
