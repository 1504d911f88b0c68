import ExplainCore

/// Shapley values from pairs of coalitions whose values are known: what KernelSHAP spends beside the model.
enum FitBenchmarks {
    static func all() -> [Benchmark] {
        [10, 30, 64].flatMap { players in [50, 150, 300].map { fit(.gpOdd, players: players, pairs: $0) } }
            + [(30, 150), (30, 1000), (100, 1000)].map { fit(.leverage, players: $0, pairs: $1) }
    }

    private static func fit(_ estimator: Estimator, players: Int, pairs: Int) -> Benchmark {
        let size = "players=\(players),pairs=\(pairs)"
        return Benchmark(name: "fit_\(estimator.rawValue)", size: size, count: pairs, unit: "pairs") {
            let round = try PairRound(
                players: players, pairs: pairs, estimator: estimator, seed: 1, context: ComputeContext())
            let odd = round.coalitions.map { coalition in
                (value(coalition, players) - value(coalition.complement(of: players), players)) / 2
            }
            let values = Matrix(rows: odd.count, columns: 1, storage: odd)
            let total = value(Coalition(all: players), players) - value(Coalition(), players)
            let solve = { (threads: Int) in
                try round.shapley(odd: values, totals: [total], context: ComputeContext(parallelism: threads))
            }
            return Work(
                check: "adds up to 1e-12; two threads have the same bits",
                validate: {
                    let alone = try solve(1)
                    let error = abs(alone.storage.reduce(0, +) - total)
                    guard error <= 1e-12 * max(1, abs(total)) else { return "the values miss the total by \(error)" }
                    return alone == (try solve(2)) ? nil : "the number of threads changes bits"
                },
                run: { try solve(1)[0, 0] })
        }
    }

    /// A smooth game with main effects of many sizes, pairwise interactions and saturation.
    private static func value(_ coalition: Coalition, _ players: Int) -> Double {
        var sum = 0.0
        var neighbours = 0.0
        for player in 0..<players where coalition.contains(player) {
            sum += (player % 2 == 0 ? 1 : -0.5) / Double(1 + player % 7)
            if coalition.contains((player + 3) % players) { neighbours += 0.2 / Double(1 + player % 5) }
        }
        let bounded = sum / (1 + abs(sum) / 2)
        return bounded + neighbours
    }
}
