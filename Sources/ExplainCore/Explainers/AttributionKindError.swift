/// Why values of a kind are not to be had.
public enum AttributionKindError: Error, Equatable {
    /// Only exact methods have them, and the method named is none, or plays a game of its own.
    case notOffered(AttributionKind, method: RequestedMethod)
    /// Interactions add up to Shapley values only.
    case interactionsOfAnotherIndex(AttributionIndex)
    /// Owen values need unions of players, and there are none.
    case noUnions
    /// Owen values of these unions need so many coalitions, and the limit is the number that so many players have.
    case tooManyCoalitions(Double, limit: Int)
    /// The matrices of interactions would take more memory than the limit.
    case interactionsTooLarge(bytes: Int, limit: Int)
}
