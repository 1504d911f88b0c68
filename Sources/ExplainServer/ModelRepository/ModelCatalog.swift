/// All models at one moment: an immutable snapshot that a request keeps while it is in flight.
struct ModelCatalog: Sendable {
    /// The models by name.
    let entries: [String: ModelEntry]
    /// What did not load, in folder order.
    let failures: [ModelFailure]

    /// Creates a catalog, by default an empty one.
    init(entries: [String: ModelEntry] = [:], failures: [ModelFailure] = []) {
        self.entries = entries
        self.failures = failures
    }

    /// Whether some models are being loaded still.
    var isPartial: Bool { failures.contains(where: \.isDeferred) }

    /// The names in order.
    var names: [String] { entries.keys.sorted() }

    /// The model of a name and, if given, a version.
    func model(_ name: String, version: String? = nil) -> ServedModel? {
        entries[name]?.version(version)
    }

    /// Every loaded version of every model, in order of name and version.
    var models: [ServedModel] { names.flatMap { entries[$0]?.versions ?? [] } }

    /// This catalog with the models of an earlier one that failed to load now.
    func keeping(_ earlier: ModelCatalog) -> ModelCatalog {
        var entries = entries
        let failures = failures.map { failure in
            // The failure of the whole folder has no name.
            let kept = earlier.entries.filter { name, _ in
                entries[name] == nil && (failure.model == name || failure.model.isEmpty)
            }
            guard !kept.isEmpty else { return failure }
            entries.merge(kept) { current, _ in current }
            return ModelFailure(
                model: failure.model, version: failure.version,
                message: failure.message + "; what was loaded before goes on serving", isDeferred: failure.isDeferred)
        }
        return ModelCatalog(entries: entries, failures: failures)
    }
}
