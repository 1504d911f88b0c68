import ExplainAPI
import ExplainCore

/// A request for permutation importance with every name looked up, and nothing computed yet.
struct ImportanceOrder: Sendable {
    /// The repeats when a request names none (scikit-learn's default).
    static let defaultRepeats = 5

    /// The model as it is served.
    let served: ServedModel
    /// The rows, rows x features.
    let rows: Matrix
    /// One number a row: a response or the index of a class.
    let labels: [Double]
    /// Features or groups of features.
    let players: Players
    /// The output that regression metrics and AUC look at.
    let output: OutputReference
    /// The scale of the predictions.
    let space: OutputSpace
    /// What is computed.
    let method: PermutationImportance
    /// Seeds the shuffles.
    let seed: UInt64

    /// Resolves a request.
    ///
    /// - Throws: a problem that names the parameter and the remedy.
    init(_ request: ImportanceRequest, served: ServedModel) throws(Problem) {
        let parameters = request.parameters
        self.served = served
        rows = request.instances
        labels = try request.labels.numbers(classes: served.scoreNames)
        players = parameters.groups == true ? served.groups : served.players
        space = try Self.space(parameters.space, of: served)
        let outputs = try served.outputs(parameters.output, space: space)
        guard outputs.count == 1, let output = outputs.first else {
            throw Problem(
                .unknownOutput, detail: "Importance looks at one output; name it, or leave it out.",
                field: "parameters.output")
        }
        self.output = output
        method = PermutationImportance(
            metric: parameters.metric ?? (served.scoreNames.count > 1 ? .accuracy : .r2),
            repeats: parameters.repeats ?? Self.defaultRepeats, computesExactSwitch: parameters.exact ?? false)
        try Self.check(method, space)
        try Self.checkRepeats(method.repeats, players: players.count)
        if let seed = parameters.seed {
            self.seed = UInt64(seed)
        } else {
            var digest = RequestDigest()
            digest.add(served.digest)
            digest.add(rows.storage)
            digest.add(labels)
            self.seed = digest.seed
        }
    }

    /// Refuses metrics that the model's answers, or the exact switch, do not offer.
    private static func check(_ method: PermutationImportance, _ space: OutputSpace) throws(Problem) {
        if method.metric == .logLoss, space != .probability {
            throw Problem(
                .unsuitableData, detail: "log loss needs a model with probabilities; choose another metric.",
                field: "parameters.metric")
        }
        if method.metric == .auc, method.computesExactSwitch {
            throw Problem(
                .invalidParameter,
                detail: "auc has no loss of a single row to switch exactly; choose another metric, or leave out exact.",
                field: "parameters.metric")
        }
    }

    /// Refuses more scores than fit in memory, which only models of many thousand features have.
    static func checkRepeats(_ repeats: Int, players: Int) throws(Problem) {
        let most = PermutationImportance.mostRepeats(players: players)
        guard repeats <= most else {
            throw Problem(
                .invalidParameter,
                detail:
                    "The scores of \(repeats) shuffles of \(players) features are more than fit in memory; ask for at "
                    + "most \(most).",
                field: "parameters.repeats")
        }
    }

    /// The rows that the model will predict.
    var modelRows: Int { method.modelRows(rows: rows.rows, players: players.count) }

    /// The cost in the model's arithmetic steps.
    var operations: Double { Double(modelRows) * Double(max(1, served.model.operationsPerRow)) }

    /// Why it was not computed; what is unsuitable then are the labels.
    static func problem(_ error: ExplainError) -> Problem {
        guard case .unsuitableData(let reason) = error else { return Problem(error) }
        return Problem(.unsuitableData, detail: reason, field: "labels")
    }

    /// Computes.
    ///
    /// - Throws: ``ExplainError`` as the computation does.
    func run(_ context: ComputeContext, call: RemoteCall) throws(ExplainError) -> ImportanceResponse {
        var call = call
        call.cancellation = context.cancellation
        let result = try method.importance(
            model: served.model(askedBy: call), rows: rows, labels: labels, players: players, output: output.index,
            space: space,
            context: served.context(context))
        return ImportanceResponse(self, result)
    }

    private static func space(_ requested: OutputSpace?, of served: ServedModel) throws(Problem) -> OutputSpace {
        let offered = OutputSpace.allCases.filter { $0 != .label && served.model.outputCount(in: $0) != nil }
        let space = requested ?? offered.last ?? served.space
        guard offered.contains(space) else {
            throw Problem(
                .unsupportedSpace,
                detail: "Importance of model \(served.name) can be measured on "
                    + offered.map(\.rawValue).joined(separator: " and ") + ".",
                field: "parameters.space")
        }
        return space
    }
}

extension ImportanceResponse {
    /// The answer to an order: the exact switch where that was asked for, the shuffles otherwise.
    init(_ order: ImportanceOrder, _ result: ImportanceResult) {
        let names = order.players.names
        let importances: [Importance]
        if let exact = result.exactSwitch {
            importances = zip(names, exact.values).map { Importance(feature: $0, mean: $1) }
        } else {
            importances = names.indices.map { player in
                Importance(
                    feature: names[player], mean: result.means[player],
                    standardDeviation: result.deviations[player],
                    interval: result.intervals.map { $0[player].lower...$0[player].upper })
            }
        }
        self.init(
            model: order.served.reference, output: order.output, space: order.space, metric: result.metric,
            loss: result.exactSwitch?.loss, baseline: result.exactSwitch?.baseline ?? result.baseline,
            importances: importances,
            repeats: result.exactSwitch == nil ? result.scores.columns : nil, rows: order.rows.rows,
            seed: result.exactSwitch == nil ? order.seed : nil, engine: Engine.version)
    }
}
