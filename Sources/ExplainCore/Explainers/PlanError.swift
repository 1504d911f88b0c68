/// Why there is no plan for a request.
public enum PlanError: Error, Equatable {
    /// Exact enumeration of this many players is beyond the limit; it would cost `evaluations` coalitions and `operations`.
    case tooManyPlayers(Int, limit: Int, evaluations: Double, operations: Double)
    /// Sampling coalitions or neighbours of this many players is beyond the limit.
    case tooManyPlayersToSample(Int, limit: Int)
    /// The computation would hold more memory than the limit.
    case tooMuchMemory(bytes: Int, limit: Int)
    /// The budget is below what the method needs.
    case budgetTooSmall(Int, minimum: Int)
    /// The budget is above the limit.
    case budgetTooLarge(Int, limit: Int)
    /// The estimator is none of the method's.
    case estimatorMismatch(Estimator, method: RequestedMethod)
    /// The method reads the trees or the weights of a model, and this model has none of that kind.
    case notSuitedToModel(RequestedMethod)
    /// The method reads trees whose leaves are numbers, and this model's leaves are linear models.
    case linearLeaves(RequestedMethod)
    /// The method explains the margin, and in this space the model's output is not the margin.
    case marginOnly(RequestedMethod, space: OutputSpace)
    /// There is no such local surrogate.
    case surrogate(SurrogateError)
    /// The model's trees carry no covers, the training weights of their nodes.
    case coversMissing
    /// The kind of values asked for is not to be had.
    case kind(AttributionKindError)
    /// The tolerance does not lie between 0 and 1.
    case badTolerance(Double)
}
