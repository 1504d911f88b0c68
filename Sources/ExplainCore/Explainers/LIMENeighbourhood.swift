/// Rows drawn around an instance, with what a surrogate is fitted to.
struct LIMENeighbourhood: Sendable {
    /// For each row the players that kept the instance's bin or category; the first row is the instance itself.
    var same: Memberships
    /// The model's answers, rows x outputs.
    var answers: Matrix
    /// The weight of each row.
    var weights: [Double]
}
