import ExplainAPI
import ExplainCore

/// A request to explain with every name looked up and every limit checked, and nothing computed yet.
///
/// An order is a value: it keeps the model it was resolved against, also when a reload replaces that model meanwhile.
struct ExplanationOrder: Sendable {
    /// The model as it is served.
    let served: ServedModel
    /// The outputs to explain, in the order of the answer.
    let outputs: [OutputReference]
    /// The scale of the explanation.
    let space: OutputSpace
    /// The reference rows, and their name.
    let background: Background
    let backgroundName: String
    /// Features or groups of features.
    let players: Players
    let groupsPlay: Bool
    /// What will be computed for each instance.
    let plan: Plan
    /// The rows to explain, instances x features.
    let instances: Matrix
    /// The seed that the caller chose, if any.
    let chosenSeed: UInt64?
    /// The caller's fields that are sent on to a model elsewhere.
    var forwarded: [HTTPField] = []

    /// The cost of the whole order, in the model's arithmetic steps.
    var operations: Double { plan.operations * Double(instances.rows) }

    /// The numbers in the answer, roughly.
    var numbers: Int {
        let matrix = plan.kind.interactions ? players.count * players.count : 0
        return instances.rows * outputs.count * (players.count + 8 + matrix)
    }

    /// The memory of the answer's interactions, as numbers and as text.
    var interactionBytes: Double {
        guard plan.kind.interactions else { return 0 }
        let matrix = Double(players.count) * Double(players.count)
        return Double(instances.rows) * Double(outputs.count) * matrix * Self.bytesPerInteraction
    }

    /// A double, and the text of one.
    private static let bytesPerInteraction = 30.0

    /// The coalitions or samples of the whole order, at most; saturates.
    var evaluations: Int {
        let (product, overflow) = plan.evaluations.multipliedReportingOverflow(by: instances.rows)
        return overflow ? .max : product
    }

    /// The background as the answer names it; nil where the trees' own proportions stand in for it.
    var usedBackground: BackgroundReference? {
        guard plan.method != .treePathDependent else { return nil }
        return BackgroundReference(name: backgroundName, digest: background.digest, rows: background.rows.rows)
    }

    /// The computation for one instance.
    func task(for instance: Int, call: RemoteCall) -> ExplanationTask {
        ExplanationTask(
            model: served.model(askedBy: call), schema: served.schema, instance: Array(instances.row(instance)),
            background: background,
            players: players, space: space, outputs: outputs.map(\.index), plan: plan,
            leafTables: served.leafTables, baseValues: served.baseValues)
    }

    /// Some of the instances, by position.
    func rows(_ positions: [Int]) -> Matrix {
        Matrix(
            rows: positions.count, columns: instances.columns,
            storage: positions.flatMap { [Double](instances.row($0)) })
    }

    /// Digest of all that an instance's explanation depends on, but for the seed.
    ///
    /// It is the same for a row alone and in any batch, so that the seed drawn from it is, too.
    private func digest(of instance: Int) -> RequestDigest {
        var digest = RequestDigest()
        digest.add(Engine.version)
        digest.add(served.digest)
        digest.add(background.digest)
        digest.add(space.rawValue)
        digest.add(groupsPlay ? 1 : 0)
        digest.add(outputs.count)
        for output in outputs { digest.add(output.index) }
        digest.add(plan.method.rawValue)
        digest.add(plan.estimator?.rawValue ?? "")
        digest.add(plan.budget)
        digest.add(plan.tolerance)
        digest.add(plan.surrogate.featureLimit ?? 0)
        digest.add(plan.surrogate.kernelWidth ?? 0)
        digest.add(plan.surrogate.selection?.rawValue ?? "")
        digest.add(instances.row(instance))
        // Only where it differs from plain Shapley values, whose seeds stay what they are.
        if plan.kind.index != .shapley { digest.add("index " + plan.kind.index.rawValue) }
        if plan.kind.interactions { digest.add("interactions") }
        return digest
    }

    /// The seed for one instance: the caller's, or one drawn from the digest of the request.
    func seed(for instance: Int) -> UInt64 { chosenSeed ?? digest(of: instance).seed }

    /// The cache key and the seed of one instance.
    func identity(of instance: Int) -> (key: CacheKey, seed: UInt64) {
        var digest = digest(of: instance)
        let seed = chosenSeed ?? digest.seed
        digest.add(Int(bitPattern: UInt(seed)))
        // What a caller may see with its own credentials is not for others.
        for field in forwarded where field.name == "authorization" { digest.add("authorization " + field.value) }
        return (CacheKey(digest: digest.digest), seed)
    }
}
