/// Bounds the requests that are repeated to a tenth of those that are made, so that retries never multiply an outage.
struct RetryBudget: Sendable, Equatable {
    /// Tenths of a retry that may be spent.
    private var tenths = 10

    /// What is saved at most: ten retries.
    private static let mostTenths = 100

    /// A request is made for the first time.
    mutating func earn() { tenths = min(Self.mostTenths, tenths + 1) }

    /// Spends one retry.
    ///
    /// - Returns: whether there was one.
    mutating func spend() -> Bool {
        guard tenths >= 10 else { return false }
        tenths -= 10
        return true
    }
}
