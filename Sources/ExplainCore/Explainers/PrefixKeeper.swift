import Synchronization

/// Hands the growing prefix of a table to a keeper while pieces of it are finished out of order.
final class PrefixKeeper: Sendable {
    private struct State {
        /// Finished pieces behind the first unfinished one.
        var ahead: Set<Int> = []
        /// The number of pieces that are finished without a gap.
        var prefix = 0
        /// How much of the table is kept, in numbers.
        var kept: Int
        var last = ContinuousClock.now
    }

    private let keeper: any WorkKeeper
    private let name: String
    private let end: @Sendable (Int) -> Int
    private let state: Mutex<State>

    /// Creates the hand of `keeper` on a table of which it has the first `kept` numbers.
    ///
    /// `end` tells the place in the table at which so many pieces end.
    init(_ keeper: any WorkKeeper, name: String, kept: Int, end: @escaping @Sendable (Int) -> Int) {
        self.keeper = keeper
        self.name = name
        self.end = end
        state = Mutex(State(kept: kept))
    }

    /// Notes a finished piece, and keeps the prefix when it is time; `read` lends the numbers of a range.
    ///
    /// The numbers are handed over under the lock, so that none overtakes those before it.
    func finished(_ piece: Int, read: (Range<Int>) -> [Double]) {
        state.withLock { state in
            state.ahead.insert(piece)
            while state.ahead.remove(state.prefix) != nil { state.prefix += 1 }
            let now = ContinuousClock.now
            guard now - state.last >= keeper.pause else { return }
            hand(over: &state, read)
            state.last = now
        }
    }

    /// Keeps what is finished and was not yet kept.
    func flush(read: (Range<Int>) -> [Double]) { state.withLock { hand(over: &$0, read) } }

    private func hand(over state: inout State, _ read: (Range<Int>) -> [Double]) {
        let reached = end(state.prefix)
        guard reached > state.kept else { return }
        if keeper.keep(read(state.kept..<reached), under: name, at: state.kept) { state.kept = reached }
    }
}
