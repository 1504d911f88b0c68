import ExplainAPI
import ExplainCore

/// Turns one folder into one model that is ready to serve.
struct ModelLoader {
    /// The largest model file, in bytes.
    static let maximumModelBytes = 256 * 1024 * 1024

    /// The size from which a model file takes long enough to load that others are served first, in bytes.
    static let largeModelBytes = 32 * 1024 * 1024

    /// The name of the settings file.
    static let settingsFile = "explain.json"

    /// The folder.
    let folder: ModelFolder
    /// The name where the settings give none.
    let defaultName: String
    /// The version where the settings give none.
    let defaultVersion: String
    /// The tables of the model with a digest: those of an earlier load, or none yet.
    let leafTables: (_ digest: String) -> LeafTableCache
    /// The target of the remote model with a digest, if an earlier load made one.
    var remoteTarget: (_ digest: String) -> RemoteTarget? = { _ in nil }
    /// Times loads, and reports them.
    var watch = LoadWatch(clock: SystemClock())
    /// Whether a large model file is left for later.
    var defersLargeFiles = false

    /// The settings of a folder.
    ///
    /// - Throws: ``ModelLoadError`` when the file is absent, malformed or says something that means nothing.
    static func settings(of folder: ModelFolder) throws(ModelLoadError) -> ModelSettings {
        let bytes = try folder.read(settingsFile, maximumBytes: ModelSettings.maximumBytes)
        do { return try ModelSettings.decode(bytes) } catch { throw .json(file: settingsFile, error) }
    }

    /// Loads the model and checks it.
    ///
    /// - Throws: ``ModelLoadError`` for the first thing that is wrong.
    func load(_ settings: ModelSettings) throws(ModelLoadError) -> ServedModel {
        let start = watch.clock.monotonicNanoseconds
        if let remote = settings.remote { return try load(settings, remote) }
        guard let modelFile = settings.modelFile else {
            throw .json(
                file: Self.settingsFile, JSONError(offset: 0, path: "", reason: .missingKey("model")))
        }
        let name = try checked(settings.name ?? defaultName)
        let version = try checked(settings.version ?? defaultVersion)
        if defersLargeFiles, let size = folder.size(modelFile), size >= Self.largeModelBytes {
            throw .deferred(modelFile, bytes: size)
        }
        let bytes = try folder.read(modelFile, maximumBytes: Self.maximumModelBytes)
        var file: LoadedModelFile
        do {
            file = try ModelFile.load(
                bytes, iterations: settings.iterations, observer: watch.observer(model: name, version: version))
        } catch {
            throw .modelFile(modelFile, error)
        }

        let sources = try backgroundSources(settings)
        let header = try sources.first.flatMap { (source) throws(ModelLoadError) in
            try BackgroundReader.featureNames(source.bytes, file: source.file)
        }
        let schema = try SchemaResolver(settings: settings.features, file: file, header: header).schema()
        file.model = file.model(for: schema.features.map(\.kind))
        let outputs = try OutputResolver(settings, file)
        var backgrounds: [String: Background] = [:]
        for source in sources {
            backgrounds[source.name] = try BackgroundReader.read(source.bytes, file: source.file, schema: schema)
        }
        try ExpectedCheck(model: outputs.model, schema: schema, outputNames: outputs.names, space: outputs.space)
            .check(settings.expected)
        let digest = ModelDigest.digest(
            name: name, version: version, settings: settings, schema: schema, modelFile: bytes)
        return ServedModel(
            name: name, version: version, digest: digest,
            model: outputs.model, schema: schema,
            decoder: RowDecoder(schema: schema, largestMagnitude: outputs.model.largestInput),
            players: .features(of: schema), groups: .groups(of: schema),
            scoreNames: outputs.names, defaultOutput: outputs.defaultOutput, space: outputs.space,
            backgrounds: backgrounds, defaultBackground: sources.first?.name, acceptsMissing: file.acceptsMissing,
            structure: outputs.model.structure, lineage: settings.lineage, notes: file.notes,
            expectedChecked: settings.expected.count, loadSeconds: watch.seconds(since: start), remote: nil,
            leafTables: leafTables(digest))
    }

    /// The file of a background.
    struct BackgroundSource {
        var name: String
        var file: String
        var bytes: [UInt8]
    }

    /// The files of the backgrounds, the default one first: the one called `default`, or the first named.
    ///
    /// Without settings `background.csv` or `background.json` is the default background, where there is one.
    func backgroundSources(_ settings: ModelSettings) throws(ModelLoadError) -> [BackgroundSource] {
        var files = settings.backgrounds ?? []
        if settings.backgrounds == nil, let file = ["background.csv", "background.json"].first(where: folder.holds) {
            files = [ModelSettings.NamedFile(name: "default", file: file)]
        }
        if let index = files.firstIndex(where: { $0.name == "default" }) { files.swapAt(0, index) }
        var sources: [BackgroundSource] = []
        for entry in files {
            let bytes = try folder.read(entry.file, maximumBytes: BackgroundReader.maximumBytes)
            sources.append(BackgroundSource(name: entry.name, file: entry.file, bytes: bytes))
        }
        return sources
    }

    /// The name if models may have it: 1 to 128 letters, digits, `_`, `-` and `.`, not beginning with a dot.
    ///
    /// Names and versions stand in paths of the API and in file names of other tools.
    static func usableName(_ name: String?) -> String? {
        guard let name, (1...128).contains(name.utf8.count), !name.hasPrefix(".") else { return nil }
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPlain ? name : nil
    }

    /// The name or version, if it may be one.
    ///
    /// - Throws: ``ModelLoadError/settings(_:)``.
    func checked(_ name: String) throws(ModelLoadError) -> String {
        guard let name = Self.usableName(name) else { throw .settings(.badName(String(name.prefix(128)))) }
        return name
    }
}
