/// A cube of coalitions: those with all of some players, the instance's, and none of others, the background row's.
///
/// It is built player by player on the way to a leaf, and taken back to where a walk forked.
struct Cube: Sendable {
    /// Whose columns a player has.
    enum Side: UInt8 {
        case open
        case instance
        case background
    }

    /// The side of each player of the game.
    private(set) var sides: [Side]
    /// The players that are decided, in the order of the forks.
    private(set) var decided: [Int] = []
    /// How many of them are the instance's.
    private(set) var own = 0

    /// Creates the cube of all coalitions.
    init(players: Int) { sides = [Side](repeating: .open, count: players) }

    /// How many players are the background row's.
    var others: Int { decided.count - own }

    /// Gives an open player to a side.
    mutating func decide(_ player: Int, _ side: Side) {
        sides[player] = side
        decided.append(player)
        if side == .instance { own += 1 }
    }

    /// Opens all players but the first `count`.
    mutating func undo(to count: Int) {
        while decided.count > count, let player = decided.popLast() {
            if sides[player] == .instance { own -= 1 }
            sides[player] = .open
        }
    }
}
