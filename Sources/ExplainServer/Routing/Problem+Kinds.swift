import ExplainAPI
import ExplainCore

extension Problem {
    /// Why a kind of values is not to be had.
    init(_ error: AttributionKindError) {
        switch error {
        case .notOffered(let kind, let method): self.init(kind, notOfferedBy: method)
        case .interactionsOfAnotherIndex(let index):
            self.init(
                .invalidParameter,
                detail: "Interactions add up to Shapley values; leave out index \(index.rawValue), or interactions.",
                field: "parameters.interactions")
        case .noUnions:
            self.init(
                .invalidParameter,
                detail:
                    "Owen values need groups of features, and this model declares none; set group in the features of "
                    + "its explain.json, or use index shapley.",
                field: "parameters.index")
        case .tooManyCoalitions(let evaluations, let limit):
            self.init(
                .tooManyPlayers,
                detail:
                    "Owen values of these groups need \(Self.count(evaluations)) evaluations; the limit is those of "
                    + "\(limit) players, \(Self.count(Double(1 << limit))). Use index shapley with groups true, or raise "
                    + "--max-exact-players.",
                field: "parameters.index")
        case .interactionsTooLarge(let bytes, let limit):
            self = .interactionsTooLarge(bytes: Double(bytes), limit: limit)
        }
    }

    /// The method named does not have the values asked for.
    private init(_ kind: AttributionKind, notOfferedBy method: RequestedMethod) {
        let what = kind.interactions ? "interactions" : "\(kind.index.rawValue) values"
        let remedy =
            method == .treePathDependent
            ? "use method tree_shap" : "use method exact, and groups where there are too many players for it"
        self.init(
            .invalidParameter, detail: "Method \(method.rawValue) has no \(what); \(remedy).",
            field: kind.interactions ? "parameters.interactions" : "parameters.index")
    }

    /// The matrices of an answer are beyond the limit.
    static func interactionsTooLarge(bytes: Double, limit: Int) -> Problem {
        let mebibytes = Int64(exactly: (bytes / 1_048_576).rounded(.up)).map(String.init) ?? "more than 10^12"
        return Problem(
            .tooManyPlayers,
            detail:
                "The interactions need \(mebibytes) MiB of memory; the limit is \(limit / 1_048_576) MiB. Send fewer "
                + "instances, name fewer outputs, or ask for groups.",
            field: "parameters.interactions")
    }

    /// Owen values take groups as unions of players, not as players.
    static let groupsAsPlayersAndUnions = Problem(
        .invalidParameter,
        detail: "Owen values divide what a group gets among its features; leave out groups, or index owen.",
        field: "parameters.groups")
}
