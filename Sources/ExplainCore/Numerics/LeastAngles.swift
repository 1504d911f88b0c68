/// A place on the path of the lasso, and the way on from it, by least angle regression.
///
/// Efron, Hastie, Johnstone & Tibshirani 2004, "Least Angle Regression", Annals of Statistics 32, section 3.1. Of players that
/// correlate alike to the bit the lowest comes first; one that is a sum of active players to rounding never comes.
struct LeastAngles: Sendable {
    private let gram: Matrix
    /// What each player still correlates with the residuals.
    private var correlations: [Double]
    private var coefficients: [Double]
    private var isWaiting: [Bool]
    /// The players with a coefficient, as they came.
    private(set) var active: [Int] = []
    private var signs: [Double] = []
    private var factor = GrowingCholesky()
    private var hasLeft = false

    /// Starts without any coefficient; `correlations` are the players' moments with the target.
    init(gram: Matrix, correlations: [Double]) {
        self.gram = gram
        self.correlations = correlations
        coefficients = [Double](repeating: 0, count: correlations.count)
        isWaiting = [Bool](repeating: true, count: correlations.count)
    }

    /// The waiting player that correlates most, the lowest of equals.
    var next: (player: Int, correlation: Double)? {
        var next: (player: Int, correlation: Double)?
        for player in correlations.indices
        where isWaiting[player] && abs(correlations[player]) > next?.correlation ?? -1 {
            next = (player, abs(correlations[player]))
        }
        return next
    }

    /// Lets ``next`` become active, unless a player has just left, and goes on until a waiting player correlates as much as the
    /// active ones, or an active coefficient comes to 0 and its player leaves.
    ///
    /// - Complexity: O(players * active players).
    /// - Returns: false where the moments do not lead on.
    mutating func step(_ next: (player: Int, correlation: Double)) -> Bool {
        if !hasLeft { join(next.player) }
        let ascent = factor.solve(signs)
        let square = zip(ascent, signs).reduce(0) { $0 + $1.0 * $1.1 }
        guard square > 0, square.isFinite else { return false }
        let fall = 1 / square.squareRoot()
        let direction = ascent.map { $0 * fall }
        let slopes = slopes(direction)
        var length = length(from: next.correlation, fall, slopes)
        var leaving: [Int] = []
        for (position, player) in active.enumerated() {
            let zero = -coefficients[player] / direction[position]
            guard zero > 0, zero <= length else { continue }
            leaving = zero < length ? [position] : leaving + [position]
            length = zero
        }
        for (position, player) in active.enumerated() { coefficients[player] += length * direction[position] }
        for player in correlations.indices { correlations[player] -= length * slopes[player] }
        for position in leaving.reversed() { leave(position) }
        hasLeft = !leaving.isEmpty
        return true
    }

    private mutating func join(_ player: Int) {
        isWaiting[player] = false
        guard factor.append(active.map { gram[player, $0] }, square: gram[player, player]) else { return }
        active.append(player)
        signs.append(correlations[player] < 0 ? -1 : 1)
    }

    private mutating func leave(_ position: Int) {
        let player = active.remove(at: position)
        signs.remove(at: position)
        factor.remove(at: position)
        coefficients[player] = 0
        isWaiting[player] = true
    }

    /// How fast each player's correlation falls along a direction of the active ones.
    private func slopes(_ direction: [Double]) -> [Double] {
        var slopes = [Double](repeating: 0, count: correlations.count)
        for (player, amount) in zip(active, direction) {
            for (other, moment) in gram.row(player).enumerated() { slopes[other] += amount * moment }
        }
        return slopes
    }

    /// The distance after which a waiting player correlates as much as the active ones, or these not at all.
    ///
    /// The active players' correlation falls at the rate `fall`; one whose own falls faster never gets there.
    private func length(from correlation: Double, _ fall: Double, _ slopes: [Double]) -> Double {
        var length = correlation / fall
        for player in correlations.indices where isWaiting[player] {
            for sign in [1.0, -1] where fall - sign * slopes[player] > 0 {
                let distance = max(0, correlation - sign * correlations[player])
                length = min(length, distance / (fall - sign * slopes[player]))
            }
        }
        return length
    }
}
