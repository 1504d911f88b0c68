import ExplainAPI
import ExplainCore

/// Works out the outputs of a model behind an address: their names from the settings, their number from an answer.
struct RemoteOutputs {
    /// The model as served.
    let model: any Model
    /// One name an output.
    let names: [String]
    /// The scale of its answers, the only one.
    let space: OutputSpace
    /// The output explained by default.
    let defaultOutput: Int

    /// Asks the model, and probes it.
    ///
    /// - Throws: ``ModelLoadError`` when it does not fit the settings, or cannot be asked and its outputs are not named.
    init(
        _ settings: ModelSettings, target: RemoteTarget, schema: FeatureSchema, rows: Matrix
    ) throws(ModelLoadError) {
        let space = settings.space ?? (target.settings.output == "predict_proba" ? .probability : .margin)
        let probe = RemoteProbe(rows: rows) { (model) throws(ModelError) in
            try Self.expectedFault(settings, model, schema)
        }
        let first = RemoteModel(
            target: target, schema: schema, space: space, outputs: settings.outputs?.count ?? 1, probe: probe)
        let width = try Self.width(first, row: rows, isNamed: settings.outputs != nil)
        let count = width ?? first.outputs
        let remote = RemoteModel(target: target, schema: schema, space: space, outputs: count, probe: probe)
        model = Self.served(remote, settings)
        if let outputs = settings.outputs, outputs.count != model.outputCount(in: space) {
            throw .settings(.outputCount(outputs.count, model: count))
        }
        names = Self.names(settings, count: count)
        if let name = settings.defaultOutput {
            guard let index = names.firstIndex(of: name) else {
                throw .settings(.unknownDefaultOutput(name, among: names))
            }
            defaultOutput = index
        } else {
            defaultOutput = model is TwoClassModel ? 1 : 0
        }
        self.space = space
        guard width != nil else { return }
        do throws(ModelError) {
            try probe.ensurePassed(remote)
        } catch {
            guard error.mayPass, settings.outputs != nil else { throw .remote(error) }
        }
    }

    /// The names of the settings, or plain ones.
    private static func names(_ settings: ModelSettings, count: Int) -> [String] {
        settings.outputs ?? (count == 1 ? ["output"] : (0..<count).map { "output_\($0)" })
    }

    /// The model, seen as two classes where it answers with one probability and two names are given.
    static func served(_ remote: RemoteModel, _ settings: ModelSettings) -> any Model {
        let isTwoClass = settings.outputs?.count == 2 && remote.outputs == 1 && remote.space == .probability
        return isTwoClass ? TwoClassModel(remote) : remote
    }

    /// The number of outputs, from an answer to one row; nil when the model cannot be asked now and may be later.
    private static func width(
        _ model: RemoteModel, row: Matrix, isNamed: Bool
    ) throws(ModelLoadError) -> Int? {
        if case .passed(let outputs, _) = model.target.admission { return outputs }
        do throws(ModelError) {
            return try model.answers(Array(row.row(0)).span).values.columns
        } catch {
            guard error.mayPass else { throw .remote(error) }
            guard isNamed else { throw .settings(.noOutputs) }
            return nil
        }
    }

    /// Which `expected` row does not come out, and how; nil when all do.
    private static func expectedFault(
        _ settings: ModelSettings, _ remote: RemoteModel, _ schema: FeatureSchema
    ) throws(ModelError) -> String? {
        let names = names(settings, count: remote.outputs)
        do throws(ModelLoadError) {
            try ExpectedCheck(
                model: served(remote, settings), schema: schema, outputNames: names, space: remote.space
            ).check(settings.expected)
            return nil
        } catch {
            if case .expected(_, .model(let error)) = error { throw error }
            return error.message
        }
    }
}

extension ModelError {
    /// Whether the same question may have an answer later, when the model server is up.
    var mayPass: Bool {
        switch self {
        case .unavailable(.noConnection), .unavailable(.brokenOff), .unavailable(.suspended), .timedOut: true
        case .unavailable(.status(let status)): status >= 500 || status == 429
        default: false
        }
    }
}
