import ExplainCore

/// Measures how much a model's score depends on each feature.
struct ImportanceCommand: Command {
    static let spec = CommandSpec(
        "importance", "MODEL", summary: "Permutation importance: how much a score drops when a feature is shuffled.",
        options: [
            CommandOption("file", "FILE", help: "labelled rows: a CSV file with a header, or - for standard input"),
            CommandOption("label", "COLUMN", help: "the column that holds the labels"),
            CommandOption("metric", "NAME", help: "r2, rmse, mae, accuracy, log_loss or auc"),
            CommandOption("repeats", "N", help: "how often each feature is shuffled"),
            CommandOption("seed", "N", help: "seeds the shuffles"),
            CommandOption("groups", help: "groups of features are shuffled as one"),
            CommandOption("exact", help: "switch every pair of rows instead: slower, and no chance involved"),
            CommandOption("async", help: "queue a job and print it instead of waiting"),
            CommandOption("out", "FILE", help: "write the JSON result to a file"),
        ])

    private let model: String
    private let table: CSVTable
    private let label: String
    private let metric: String?
    private let numbers: [(String, Int)]
    private let usesGroups: Bool
    private let isExact: Bool
    private let isAsync: Bool
    private let outputPath: String?

    init(_ arguments: Arguments) throws(UsageError) {
        model = try arguments.operands("MODEL")[0]
        guard let path = arguments.value("file") else { throw .missingOperand("--file") }
        guard let label = arguments.value("label") else { throw .missingOperand("--label") }
        table = try CSVTable(try File.read(path), path: path)
        guard table.header.contains(label) else { throw .rows("\(path): there is no column '\(label)'") }
        self.label = label
        metric = arguments.value("metric")
        var numbers: [(String, Int)] = []
        for name in ["repeats", "seed"] {
            if let value = try arguments.integer(name) { numbers.append((name, value)) }
        }
        self.numbers = numbers
        usesGroups = arguments.has("groups")
        isExact = arguments.has("exact")
        isAsync = arguments.has("async")
        outputPath = arguments.value("out")
    }

    func run(_ session: Session) throws(CommandError) -> ExitCode {
        let response = try session.send(request(textColumns: try RowSource.textColumns(session, model)))
        guard response.status == 202 else {
            try ResultOutput(session, path: outputPath).show(response)
            return .success
        }
        return try JobFollower(session, isAsync: isAsync, outputPath: outputPath).run(response)
    }

    /// The request, with labels as numbers where they are numbers.
    func request(textColumns: Set<String>) -> ClientRequest {
        let column = table.header.firstIndex(of: label) ?? 0
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("instances")
        writer.value(.array(table.objects(textColumns: textColumns, without: label)))
        writer.key("labels")
        writer.value(.array(table.rows.map { CSVTable.value($0[column], isText: false) }))
        writer.key("parameters")
        writer.beginObject()
        if let metric { writer.member("metric", metric) }
        for (name, value) in numbers { writer.member(name, value) }
        if usesGroups { writer.member("groups", true) }
        if isExact { writer.member("exact", true) }
        if isAsync { writer.member("mode", "async") }
        writer.endObject()
        writer.endObject()
        return ClientRequest(
            method: "POST", target: ClientRequest.path("v1", "models", model, suffix: ":importance"),
            fields: [ClientRequest.Field(name: "Content-Type", value: "application/json")], body: writer.bytes)
    }
}
