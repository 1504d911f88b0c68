/// Chooses how an explanation is computed, and says beforehand what it costs.
///
/// - The margins of tree ensembles and linear models: in closed form, exact; never sampled unless a method is named.
/// - Few players, or a budget that covers all coalitions: enumeration, exact.
/// - Otherwise Shapley values from sampled pairs, with min(20 n + 2, 1026) coalitions unless told otherwise.
/// - LIME when asked for by name, its limit without sampling for the margins of trees.
/// - Banzhaf and Owen values and interactions: from the same exact methods, or not at all.
public struct MethodPlanner: Sendable {
    /// Up to this many players enumeration costs no more than sampling.
    public static let alwaysEnumeratedPlayers = 8
    /// The default tolerance: 5 % of the largest value.
    public static let defaultTolerance = 0.05
    /// LIME's default number of samples (lime 0.2.0.1).
    public static let defaultSamples = 5000

    /// What may be spent.
    public let limits: PlannerLimits

    /// Creates a planner.
    public init(limits: PlannerLimits = PlannerLimits()) { self.limits = limits }

    /// The budget of coalitions when none is given.
    public static func defaultBudget(players: Int) -> Int { players >= 52 ? 1026 : max(2, 20 * players + 2) }

    /// Plans one explanation of `outputs` outputs of the model in `space`.
    ///
    /// - Throws: ``PlanError`` when the request contradicts itself or the limits.
    public func plan(
        _ request: PlanRequest, players: Int, backgroundRows: Int, outputs: Int, model: any Model, space: OutputSpace
    ) throws(PlanError) -> Plan {
        let tolerance = request.tolerance ?? Self.defaultTolerance
        guard tolerance > 0, tolerance < 1 else { throw .badTolerance(tolerance) }
        let task = Sizing(
            players: players, backgroundRows: backgroundRows, outputs: outputs,
            operationsPerRow: model.operationsPerRow, tolerance: tolerance, kind: request.kind)
        try checkSuited(request, model)
        try check(request)
        let plan = try resolved(request, task, model: model, space: space)
        guard plan.memoryBytes <= limits.maximumMemoryBytes else {
            guard !request.kind.interactions else {
                throw .kind(.interactionsTooLarge(bytes: plan.memoryBytes, limit: limits.maximumMemoryBytes))
            }
            throw .tooMuchMemory(bytes: plan.memoryBytes, limit: limits.maximumMemoryBytes)
        }
        return plan
    }

    private func resolved(
        _ request: PlanRequest, _ task: Sizing, model: any Model, space: OutputSpace
    ) throws(PlanError) -> Plan {
        let method = try resolvedMethod(request)
        try checkSurrogate(request.surrogate, method)
        switch method {
        case .lime where request.estimator == .exactLimit:
            return try limit(request, task, model: model, space: space)
        case .lime: return try lime(request, task)
        case .kernelSHAP: return try kernelSHAP(request, task)
        case .enumeration: return try enumeration(request, task)
        case .treeSHAP, .treePathDependent, .linearSHAP:
            return try closedForm(request, task, model: model, space: space)
        case .exact, .auto:
            if let form = ClosedForm(model, space: space) {
                _ = try checkedBudget(request.budget, limit: limits.maximumBudget)
                return closedForm(form.method, form, task)
            }
            let isExact = request.method == .exact || request.kind.needsExactMethod
            return isExact ? try enumeration(request, task) : try automatic(request, task)
        }
    }

    /// The method asked for, by name or through its estimator.
    func resolvedMethod(_ request: PlanRequest) throws(PlanError) -> RequestedMethod {
        guard let estimator = request.estimator else { return request.method }
        let owner: RequestedMethod = estimator.isOfLIME ? .lime : .kernelSHAP
        guard request.method == .auto || request.method == owner else {
            throw .estimatorMismatch(estimator, method: request.method)
        }
        return owner
    }

    private func automatic(_ request: PlanRequest, _ task: Sizing) throws(PlanError) -> Plan {
        let given = try checkedBudget(request.budget, limit: limits.maximumBudget)
        let budget = given ?? Self.defaultBudget(players: task.players)
        let isSmall = task.players <= Self.alwaysEnumeratedPlayers && given == nil
        let isCovered = task.coalitions.map { $0 <= budget } ?? false
        guard isSmall || isCovered, task.players <= enumerationLimit else { return try kernelSHAP(request, task) }
        return try enumeration(PlanRequest(method: .exact), task)
    }

    var enumerationLimit: Int {
        min(limits.maximumEnumerationPlayers, ExactEnumeration.hardMaximumPlayers)
    }

    private func enumeration(_ request: PlanRequest, _ task: Sizing) throws(PlanError) -> Plan {
        if request.kind.index == .owen { return try owenEnumeration(request, task) }
        let limit = enumerationLimit
        guard task.players <= limit, let coalitions = task.coalitions else {
            throw .tooManyPlayers(
                task.players, limit: limit, evaluations: task.allCoalitions,
                operations: task.allCoalitions * Double(task.backgroundRows) * Double(max(1, task.operationsPerRow)))
        }
        if let budget = try checkedBudget(request.budget, limit: limits.maximumBudget), budget < coalitions {
            throw .budgetTooSmall(budget, minimum: coalitions)
        }
        return Plan(
            method: .enumeration, kind: request.kind, budget: coalitions, tolerance: task.tolerance,
            evaluations: coalitions,
            modelRows: task.modelRows(coalitions), operationsPerRow: task.operationsPerRow,
            cost: .enumeration(players: task.players, outputs: task.outputs, interactions: request.kind.interactions),
            isExact: true)
    }

    private func kernelSHAP(_ request: PlanRequest, _ task: Sizing) throws(PlanError) -> Plan {
        try checkSampled(task.players)
        let given = try checkedBudget(
            request.budget, limit: min(limits.maximumBudget, KernelSHAP.hardMaximumBudget))
        let budget = given ?? Self.defaultBudget(players: task.players)
        let isExact = task.coalitions.map { $0 <= budget } ?? false
        let evaluations = min(budget, task.coalitions ?? .max)
        let estimator = request.estimator ?? .gpOdd
        return Plan(
            method: .kernelSHAP, estimator: estimator, budget: budget, tolerance: task.tolerance,
            evaluations: evaluations, modelRows: task.modelRows(evaluations),
            operationsPerRow: task.operationsPerRow,
            cost: .kernelSHAP(
                players: task.players, evaluations: evaluations, outputs: task.outputs, estimator: estimator),
            isExact: isExact)
    }

    func checkSampled(_ players: Int) throws(PlanError) {
        guard players <= limits.maximumPlayers else {
            throw .tooManyPlayersToSample(players, limit: limits.maximumPlayers)
        }
    }

    func checkedBudget(_ budget: Int?, limit: Int) throws(PlanError) -> Int? {
        guard let budget else { return nil }
        if budget < 2 { throw .budgetTooSmall(budget, minimum: 2) }
        if budget > limit { throw .budgetTooLarge(budget, limit: limit) }
        return budget
    }

    /// The size of one task.
    struct Sizing {
        var players: Int
        var backgroundRows: Int
        var outputs: Int
        var operationsPerRow: Int
        var tolerance: Double
        var kind: AttributionKind

        /// 2^players as long as it is a sensible number of anything.
        var coalitions: Int? { players <= 40 ? 1 << players : nil }

        /// 2^players, rounded beyond 53 bits; infinity beyond a double.
        var allCoalitions: Double {
            players < 1024 ? Double(sign: .plus, exponent: players, significand: 1) : .infinity
        }

        /// Model rows of `evaluations` coalitions: the full one costs one row.
        func modelRows(_ evaluations: Int) -> Int {
            let (rows, overflow) = (evaluations - 1).multipliedReportingOverflow(by: backgroundRows)
            return overflow || rows == .max ? .max : rows + 1
        }
    }
}
