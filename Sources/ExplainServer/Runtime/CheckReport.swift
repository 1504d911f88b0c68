import ExplainCore

/// What `explaind --check` says of the models folder.
struct CheckReport {
    /// One line a model, and one for each that failed.
    let text: String
    /// Whether there are models, and all of them load.
    let isGood: Bool

    /// Reports on what was found in `folder`.
    init(_ catalog: ModelCatalog, folder: String) {
        var lines = catalog.models.map(Self.line)
        // What befell the folder as a whole has no model's name.
        lines += catalog.failures.map { "failed  \($0.model.isEmpty ? folder : $0.model): \($0.message)" }
        if lines.isEmpty { lines.append("failed  \(folder): no model folder is in it") }
        text = lines.map { $0 + "\n" }.joined()
        isGood = catalog.failures.isEmpty && !catalog.models.isEmpty
    }

    private static func line(_ served: ServedModel) -> String {
        let count = served.expectedChecked
        let compared =
            count == 0
            ? "no expected rows: nothing was compared with where it was trained"
            : count == 1 ? "1 expected row came out" : "\(count) expected rows came out"
        let head = "ok      \(served.name) \(served.version): "
        return head + "\(served.structure.kind), \(served.schema.count) features, \(compared)"
    }
}
