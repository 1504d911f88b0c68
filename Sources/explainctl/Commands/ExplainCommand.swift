import ExplainCore

/// Explains rows.
struct ExplainCommand: Command {
    static let spec = CommandSpec(
        "explain", "MODEL", summary: "Explains rows: prediction, base value and one attribution a feature.",
        options: rowOptions + ExplainParameters.options + [
            CommandOption("async", help: "queue a job and print it instead of waiting"),
            CommandOption("out", "FILE", help: "write the JSON result to a file"),
        ],
        notes: [
            "A job that the server makes of a long computation is followed to its end unless --async is given.",
            "A CSV file needs a header with the feature names; an empty field is a missing value.",
            "", "explainctl explain credit --file rows.csv --groups --out result.json",
        ])

    private static let rowOptions = [
        CommandOption("row", "JSON", help: "one row, an array in schema order or an object by feature name"),
        CommandOption("file", "FILE", help: "rows: .csv, .ndjson, .json, or - for standard input"),
    ]

    private let model: String
    private let source: RowSource
    private let parameters: ExplainParameters
    private let isAsync: Bool
    private let outputPath: String?

    init(_ arguments: Arguments) throws(UsageError) {
        model = try arguments.operands("MODEL")[0]
        source = try RowSource(arguments)
        parameters = try ExplainParameters(arguments)
        isAsync = arguments.has("async")
        outputPath = arguments.value("out")
    }

    func run(_ session: Session) throws(CommandError) -> ExitCode {
        let rows = try source.rows(session, model: model)
        let response = try session.send(request(rows))
        guard response.status == 202 else {
            try ResultOutput(session, path: outputPath).show(response)
            return .success
        }
        return try JobFollower(session, isAsync: isAsync, outputPath: outputPath).run(response)
    }

    /// The request for these rows.
    func request(_ rows: [JSONValue]) -> ClientRequest {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("instances")
        writer.value(.array(rows))
        parameters.write(to: &writer, isAsync: isAsync)
        writer.endObject()
        return ClientRequest(
            method: "POST", target: ClientRequest.path("v1", "models", model, suffix: ":explain"),
            fields: [ClientRequest.Field(name: "Content-Type", value: "application/json")], body: writer.bytes)
    }
}
