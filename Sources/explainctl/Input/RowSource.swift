import ExplainCore

/// Where a command's rows come from: `--row`, or `--file`.
struct RowSource: Sendable {
    private let content: RowText.Content

    /// Reads the rows.
    ///
    /// - Throws: ``UsageError`` when there is not exactly one source, or it cannot be read.
    init(_ arguments: Arguments) throws(UsageError) {
        switch (arguments.value("row"), arguments.value("file")) {
        case (let row?, nil): content = .rows(try RowText.document(Array(row.utf8), path: "--row"))
        case (nil, let path?): content = try RowText.content(try File.read(path), path: path)
        default: throw .exactlyOne(["row", "file"])
        }
    }

    /// The rows as they go to the server; the types of a table's fields come from the model's schema.
    ///
    /// - Throws: ``CommandError`` when the schema is needed and does not come.
    func rows(_ session: Session, model: String) throws(CommandError) -> [JSONValue] {
        switch content {
        case .rows(let rows): return rows
        case .table(let table): return table.objects(textColumns: try Self.textColumns(session, model))
        }
    }

    /// The names of a model's features that are written as text.
    ///
    /// - Throws: ``CommandError`` when the server does not answer or has no such model.
    static func textColumns(_ session: Session, _ model: String) throws(CommandError) -> Set<String> {
        let (document, _) = try session.get(ClientRequest.path("v1", "models", model))
        let features = document["features"]?.asArray ?? []
        return Set(features.filter { $0["type"]?.asString == "category" }.compactMap { $0["name"]?.asString })
    }
}
