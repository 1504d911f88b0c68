import ExplainAPI
import ExplainCore

extension Problem {
    /// Why there is no plan for a request.
    init(_ error: PlanError) {
        switch error {
        case .tooManyPlayers(let players, let limit, let evaluations, _):
            self.init(
                .tooManyPlayers,
                detail: "Exact values of \(players) players need \(Self.count(evaluations)) evaluations; the limit is "
                    + "\(limit) players. Set groups, use method kernel_shap, or raise --max-exact-players.",
                field: "parameters.method")
        case .tooManyPlayersToSample(let players, let limit):
            self.init(
                .tooManyPlayers,
                detail: "\(players) players are beyond the limit of \(limit) for sampling. Set groups in the model's "
                    + "explain.json and ask for groups, so that related features play as one.",
                field: "parameters.groups")
        case .tooMuchMemory(let bytes, let limit):
            self.init(
                .budgetTooLarge,
                detail: "This needs \(bytes / 1_048_576) MiB of memory; the limit is \(limit / 1_048_576) MiB. Use a "
                    + "smaller budget, name fewer outputs, or ask for groups.",
                field: "parameters.budget")
        case .budgetTooSmall(let budget, let minimum):
            self.init(
                .budgetTooSmall, detail: "A budget of \(budget) is too small; this method needs \(minimum) or more.",
                field: "parameters.budget")
        case .budgetTooLarge(let budget, let limit):
            self.init(
                .budgetTooLarge, detail: "A budget of \(budget) is above the limit of \(limit).",
                field: "parameters.budget")
        case .estimatorMismatch(let estimator, let method):
            self.init(
                .unknownEstimator,
                detail: "Estimator \(estimator.rawValue) does not belong to method \(method.rawValue); leave one out.",
                field: "parameters.estimator")
        case .notSuitedToModel(let method):
            let parts = method == .linearSHAP ? "weights" : "trees"
            self.init(unsuited: method, "\(parts), which this model has none of; use auto.")
        case .linearLeaves(let method):
            self.init(
                unsuited: method,
                "leaves that are numbers, but this model's leaves are linear models (linear_tree); use auto, which takes "
                    + "enumeration or kernel_shap.")
        case .marginOnly(let method, let space):
            self.init(
                .unsupportedSpace,
                detail: "Method \(method.rawValue) explains the margin; use space margin, or method auto in space "
                    + "\(space.rawValue).",
                field: "parameters.space")
        case .surrogate(let error): self.init(error)
        case .coversMissing:
            self.init(
                .invalidParameter,
                detail: "The model's trees carry no covers, which tree_path_dependent needs; use tree_shap.",
                field: "parameters.method")
        case .kind(let error): self.init(error)
        case .badTolerance:
            self.init(
                .invalidParameter, detail: "The tolerance must be a number above 0 and below 1.",
                field: "parameters.tolerance")
        }
    }

    static func count(_ evaluations: Double) -> String {
        evaluations < 9e15 ? "\(Int64(evaluations))" : "more than 10^15"
    }

    /// A method that reads what the model does not have.
    private init(unsuited method: RequestedMethod, _ reads: String) {
        self.init(
            .invalidParameter, detail: "Method \(method.rawValue) reads \(reads)", field: "parameters.method")
    }
}
