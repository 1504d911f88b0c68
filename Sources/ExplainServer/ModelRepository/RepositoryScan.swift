import ExplainCore

/// One walk over the models folder.
struct RepositoryScan {
    /// The models folder.
    let folder: String
    /// The most memory that the leaf tables of a model may take.
    let leafTableBytes: Int
    /// The models before: those that are the same keep their leaf tables.
    var earlier = ModelCatalog()
    /// Times loads, and reports them.
    var watch = LoadWatch(clock: SystemClock())
    /// Whether large model files are left for later.
    var defersLargeFiles = false

    /// One model folder's outcome.
    private struct Outcome {
        var name: String
        var versions: [ServedModel] = []
        var current: ServedModel?
        var failures: [ModelFailure] = []
    }

    /// Loads every model folder, in the order of names.
    func catalog() -> ModelCatalog {
        let names: [String]
        do { names = try FileSystem.names(in: folder) } catch {
            let message = "the models folder cannot be read: \(error.message)"
            return ModelCatalog(failures: [ModelFailure(model: "", version: nil, message: message)])
        }
        var entries: [String: ModelEntry] = [:]
        var failures: [ModelFailure] = []
        for name in names where isModelFolder(name) {
            let outcome = load(name)
            failures += outcome.failures
            guard let current = outcome.current else { continue }
            guard entries[outcome.name] == nil else {
                failures.append(failure(name, nil, .settings(.duplicateName(outcome.name))))
                continue
            }
            entries[outcome.name] = ModelEntry(name: outcome.name, versions: outcome.versions, current: current)
        }
        return ModelCatalog(entries: entries, failures: failures)
    }

    private func leafTables(_ digest: String) -> LeafTableCache {
        earlier.models.first { $0.digest == digest }?.leafTables ?? LeafTableCache(maximumBytes: leafTableBytes)
    }

    private func remoteTarget(_ digest: String) -> RemoteTarget? {
        earlier.models.first { $0.digest == digest }?.remote
    }

    /// Hidden folders and what file systems keep for themselves are no models.
    private func isModelFolder(_ name: String) -> Bool {
        !name.hasPrefix(".") && name != "lost+found" && FileSystem.isFolder(folder + "/" + name)
    }

    private func load(_ name: String) -> Outcome {
        var outcome = Outcome(name: name)
        do throws(ModelLoadError) {
            let modelFolder = try ModelFolder(folder + "/" + name)
            let versions = try versionFolders(modelFolder)
            if versions.isEmpty {
                let settings = try ModelLoader.settings(of: modelFolder)
                outcome.name = ModelLoader.usableName(settings.name) ?? name
                guard settings.defaultVersion == nil else { throw .mixedVersions }
                let model = try ModelLoader(
                    folder: modelFolder, defaultName: name, defaultVersion: "1", leafTables: leafTables,
                    remoteTarget: remoteTarget, watch: watch, defersLargeFiles: defersLargeFiles
                ).load(settings)
                return Outcome(name: model.name, versions: [model], current: model)
            }
            try loadVersions(versions, of: modelFolder, into: &outcome)
        } catch {
            outcome.failures.append(failure(outcome.name, nil, error))
        }
        return outcome
    }

    private func versionFolders(_ folder: ModelFolder) throws(ModelLoadError) -> [VersionNumber] {
        let names: [String]
        do { names = try FileSystem.names(in: folder.path) } catch { throw .unreadable("the folder", error) }
        return names.filter { FileSystem.isFolder(folder.path + "/" + $0) }.compactMap { VersionNumber($0) }.sorted()
    }

    private func loadVersions(
        _ versions: [VersionNumber], of folder: ModelFolder, into outcome: inout Outcome
    ) throws(ModelLoadError) {
        let parent = try parentSettings(folder)
        outcome.name = ModelLoader.usableName(parent.name) ?? outcome.name
        for version in versions {
            do throws(ModelLoadError) {
                outcome.versions.append(try loadVersion(version, of: folder, name: outcome.name))
            } catch {
                // Until it is there, no older version is to answer in its place.
                if case .deferred = error { throw error }
                outcome.failures.append(failure(outcome.name, version.text, error))
            }
        }
        outcome.current = outcome.versions.last
        guard let wanted = parent.defaultVersion else { return }
        outcome.current = outcome.versions.first { $0.version == wanted }
        if outcome.current == nil { throw .settings(.defaultVersion(wanted)) }
    }

    private func loadVersion(
        _ version: VersionNumber, of folder: ModelFolder, name: String
    ) throws(ModelLoadError) -> ServedModel {
        let versionFolder = try ModelFolder(folder.path + "/" + version.text)
        let settings = try ModelLoader.settings(of: versionFolder)
        if let given = settings.name, given != name { throw .settings(.otherName(given, expected: name)) }
        if let given = settings.version, given != version.text {
            throw .settings(.otherVersion(given, expected: version.text))
        }
        guard settings.defaultVersion == nil else { throw .mixedVersions }
        return try ModelLoader(
            folder: versionFolder, defaultName: name, defaultVersion: version.text, leafTables: leafTables,
            remoteTarget: remoteTarget, watch: watch, defersLargeFiles: defersLargeFiles
        ).load(settings)
    }

    /// The settings above version folders, which may say the name and the default version and nothing else.
    private func parentSettings(_ folder: ModelFolder) throws(ModelLoadError) -> ModelSettings {
        guard folder.holds(ModelLoader.settingsFile) else { return ModelSettings() }
        let settings = try ModelLoader.settings(of: folder)
        var allowed = ModelSettings()
        (allowed.name, allowed.defaultVersion) = (settings.name, settings.defaultVersion)
        allowed.canonical = settings.canonical
        guard settings == allowed else { throw .mixedVersions }
        return settings
    }

    private func failure(_ model: String, _ version: String?, _ error: ModelLoadError) -> ModelFailure {
        if case .deferred = error {
            return ModelFailure(model: model, version: version, message: error.message, isDeferred: true)
        }
        return ModelFailure(model: model, version: version, message: error.message)
    }
}
