import ExplainCore
import Synchronization

/// A game that counts its own evaluations.
final class CountingGame<Inner: CoalitionGame>: CoalitionGame {
    let inner: Inner
    private let seen = Mutex<[Coalition: Int]>([:])

    init(_ inner: Inner) { self.inner = inner }

    /// Coalitions evaluated so far, with repetitions.
    var evaluations: Int { seen.withLock { $0.values.reduce(0, +) } }

    /// Different coalitions evaluated so far.
    var coalitions: Set<Coalition> { seen.withLock { Set($0.keys) } }

    var playerCount: Int { inner.playerCount }
    var outputCount: Int { inner.outputCount }
    var rowsPerCoalition: Int { inner.rowsPerCoalition }
    var preferredBatch: Int { inner.preferredBatch }

    func evaluate(
        _ coalitions: ArraySlice<Coalition>, into values: inout MutableSpan<Double>
    ) throws(ExplainError) {
        seen.withLock { seen in
            for coalition in coalitions { seen[coalition, default: 0] += 1 }
        }
        try inner.evaluate(coalitions, into: &values)
    }
}

/// Games to test properties on.
enum TestGame {
    /// Independent values in 0..<1 for every coalition.
    static func random(players: Int, seed: UInt64, outputs: Int = 1, preferredBatch: Int = 7) -> FunctionGame {
        FunctionGame(players: players, outputs: outputs, preferredBatch: preferredBatch) { coalition in
            var random = CounterRandom(seed: seed, stream: coalition.low)
            return (0..<outputs).map { _ in random.nextUnit() }
        }
    }

    /// A sum of the members' weights.
    static func linear(_ weights: [Double], offset: Double = 0) -> FunctionGame {
        FunctionGame(players: weights.count) { coalition in
            coalition.members.reduce(offset) { $0 + weights[$1] }
        }
    }

    /// Smooth interactions of decreasing players, as models have them.
    static func smooth(players: Int, seed: UInt64) -> FunctionGame {
        var random = CounterRandom(seed: seed, stream: 0)
        let weights = (0..<players).map { 4 * (random.nextUnit() - 0.4) / Double($0 + 1) }
        return FunctionGame(players: players) { coalition in
            let sum = coalition.members.reduce(0.0) { $0 + weights[$1] }
            return sum / (1 + abs(sum)) + 0.1 * sum
        }
    }
}
