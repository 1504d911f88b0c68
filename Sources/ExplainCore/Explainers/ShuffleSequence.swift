/// The shuffles of an importance, made when they are needed.
///
/// The shuffles are scikit-learn's: one index array shuffled again and again, each time applied to the shuffled column.
struct ShuffleSequence: Sendable {
    private var source: Source

    private enum Source {
        case given(ArraySlice<[Int]>)
        case drawn(CounterRandom, index: [Int], composed: [Int])
    }

    /// Draws shuffles of `rows` rows.
    init(rows: Int, seed: UInt64) {
        let index = Array(0..<rows)
        source = .drawn(CounterRandom(seed: seed, stream: 2), index: index, composed: index)
    }

    /// Hands out `permutations` one after the other.
    init(_ permutations: [[Int]]) { source = .given(permutations[...]) }

    /// The next `count` shuffles: for each row, the original row whose values it takes.
    ///
    /// - Complexity: O(count * rows).
    mutating func next(_ count: Int) -> [[Int]] {
        switch source {
        case .given(let left):
            source = .given(left.dropFirst(count))
            return [[Int]](left.prefix(count))
        case .drawn(var random, var index, var composed):
            let shuffles = (0..<count).map { _ in
                random.shuffle(&index)
                composed = index.map { composed[$0] }
                return composed
            }
            source = .drawn(random, index: index, composed: composed)
            return shuffles
        }
    }
}
