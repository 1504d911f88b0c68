/// A game given by a function of the coalition.
public struct FunctionGame: CoalitionGame {
    /// The number of players.
    public let playerCount: Int
    /// The number of outputs.
    public let outputCount: Int
    /// A function costs no model rows: 1 stands for the call.
    public let rowsPerCoalition = 1
    /// The number of coalitions a call handles best.
    public let preferredBatch: Int

    private let value: @Sendable (Coalition) -> [Double]

    /// Creates a game whose `value` returns `outputs` numbers.
    public init(
        players: Int, outputs: Int, preferredBatch: Int = 64, value: @escaping @Sendable (Coalition) -> [Double]
    ) {
        precondition(players >= 0 && outputs > 0 && preferredBatch > 0, "a game has outputs and a batch")
        playerCount = players
        outputCount = outputs
        self.preferredBatch = preferredBatch
        self.value = value
    }

    /// Creates a game of one output.
    public init(players: Int, value: @escaping @Sendable (Coalition) -> Double) {
        self.init(players: players, outputs: 1) { [value($0)] }
    }

    /// Evaluates coalitions one by one.
    public func evaluate(
        _ coalitions: ArraySlice<Coalition>, into values: inout MutableSpan<Double>
    ) throws(ExplainError) {
        precondition(values.count == coalitions.count * outputCount, "there is room for every value")
        for (position, coalition) in coalitions.enumerated() {
            let numbers = value(coalition)
            precondition(numbers.count == outputCount, "a game returns one number an output")
            for output in 0..<outputCount { values[position * outputCount + output] = numbers[output] }
        }
    }
}
