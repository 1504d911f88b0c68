import ExplainAPI
import ExplainCore

extension ModelLoader {
    /// Loads a model behind an address: asks it, and checks that it answers as a model.
    ///
    /// A model server that cannot be asked now may come later: where the outputs are named, the model is served, and probed
    /// before its first explanation.
    ///
    /// - Throws: ``ModelLoadError`` for the first thing that is wrong.
    func load(_ settings: ModelSettings, _ remote: RemoteSettings) throws(ModelLoadError) -> ServedModel {
        let start = watch.clock.monotonicNanoseconds
        let name = try checked(settings.name ?? defaultName)
        let version = try checked(settings.version ?? defaultVersion)
        let sources = try backgroundSources(settings)
        let header = try sources.first.flatMap { (source) throws(ModelLoadError) in
            try BackgroundReader.featureNames(source.bytes, file: source.file)
        }
        let schema = try schema(settings, header)
        var backgrounds: [String: Background] = [:]
        for source in sources {
            backgrounds[source.name] = try BackgroundReader.read(source.bytes, file: source.file, schema: schema)
        }
        let digest = ModelDigest.digest(
            name: name, version: version, settings: settings, schema: schema, modelFile: [])
        let target = try target(remote, digest)
        let resolved = try RemoteOutputs(
            settings, target: target, schema: schema,
            rows: Self.probeRows(sources.first.flatMap { backgrounds[$0.name] }, settings, schema))
        return ServedModel(
            name: name, version: version, digest: digest, model: resolved.model, schema: schema,
            decoder: RowDecoder(schema: schema, largestMagnitude: resolved.model.largestInput),
            players: .features(of: schema), groups: .groups(of: schema), scoreNames: resolved.names,
            defaultOutput: resolved.defaultOutput, space: resolved.space, backgrounds: backgrounds,
            defaultBackground: sources.first?.name, acceptsMissing: schema.features.contains(where: \.isNullable),
            structure: resolved.model.structure, lineage: settings.lineage, notes: [],
            expectedChecked: settings.expected.count, loadSeconds: watch.seconds(since: start), remote: target,
            leafTables: leafTables(digest))
    }

    /// The columns: those of the settings, or of the background's header, which may then all be missing.
    private func schema(_ settings: ModelSettings, _ header: [String]?) throws(ModelLoadError) -> FeatureSchema {
        guard let count = settings.features?.count ?? header?.count, count > 0 else { throw .settings(.noFeatures) }
        let stand = LoadedModelFile(
            model: LinearModel(
                featureCount: count, weights: [Double](repeating: 0, count: count), intercepts: [0], link: .identity,
                arithmetic: .double, structure: ModelStructure(format: "remote", kind: "remote model")),
            acceptsMissing: true)
        return try SchemaResolver(settings: settings.features, file: stand, header: header).schema()
    }

    /// The target: the one of an earlier load, with what is known of its health, where nothing of it has changed.
    private func target(_ remote: RemoteSettings, _ digest: String) throws(ModelLoadError) -> RemoteTarget {
        var authorization: String?
        if let file = remote.authorizationFile {
            let bytes = try folder.read(file, maximumBytes: 16_384)
            let line = bytes.prefix { $0 != ASCII.lineFeed && $0 != ASCII.carriageReturn }
            guard !line.isEmpty, line.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                throw .settings(.badAuthorization(file))
            }
            authorization = String(decoding: line, as: UTF8.self)
        }
        if let earlier = remoteTarget(digest), earlier.hasAuthorization(authorization) { return earlier }
        return RemoteTarget(remote, authorization: authorization)
    }

    /// Up to eight different rows to probe the model with: of the background, or else the expected ones, or else zeros.
    private static func probeRows(
        _ background: Background?, _ settings: ModelSettings, _ schema: FeatureSchema
    ) -> Matrix {
        var rows: [[Double]] = []
        if let background {
            for row in 0..<background.rows.rows where rows.count < probeRowCount {
                let values = Array(background.rows.row(row))
                let isNew = !rows.contains { $0.map(\.bitPattern) == values.map(\.bitPattern) }
                if isNew { rows.append(values) }
            }
        } else {
            for expected in settings.expected.prefix(probeRowCount) where expected.row.count == schema.count {
                let values = zip(expected.row, schema.features).compactMap { try? FeatureCell.value(of: $0, in: $1) }
                if values.count == schema.count { rows.append(values) }
            }
        }
        if rows.isEmpty { rows = [[Double](repeating: 0, count: schema.count)] }
        return Matrix(rows: rows.count, columns: schema.count, storage: rows.flatMap(\.self))
    }

    private static let probeRowCount = 8
}
