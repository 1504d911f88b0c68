/// How much worse a model's predictions get without each player.
public struct ImportanceResult: Sendable, Equatable {
    /// The metric.
    public var metric: ImportanceMetric
    /// The metric's value on the untouched rows.
    public var baseline: Double
    /// What each shuffle cost, players x repeats: baseline - score, or loss - baseline, so that larger is more important.
    public var scores: Matrix
    /// The mean of each player's scores.
    public var means: [Double]
    /// The standard deviation of each player's scores over the repeats (divided by their number, as numpy does).
    public var deviations: [Double]
    /// An interval for each mean; nil with a single repeat.
    public var intervals: [Interval]?
    /// The confidence of the intervals.
    public var confidence: Double
    /// The exact alternative, if it was asked for.
    public var exactSwitch: ExactSwitch?
    /// Rows the model predicted.
    public var modelRows: Int

    /// Both ends of an interval.
    public struct Interval: Sendable, Equatable {
        /// The lower end.
        public var lower: Double
        /// The upper end.
        public var upper: Double

        /// Creates an interval.
        public init(lower: Double, upper: Double) {
            self.lower = lower
            self.upper = upper
        }
    }

    /// The mean loss when a player's values come from another row, over all ordered pairs of rows, less the loss as it is.
    ///
    /// Fisher, Rudin & Dominici 2019, "All Models are Wrong, but Many are Useful", JMLR 20, e_switch - e_orig.
    public struct ExactSwitch: Sendable, Equatable {
        /// The loss of a row, such as `squared error`.
        public var loss: String
        /// The mean loss on the untouched rows.
        public var baseline: Double
        /// One increase a player.
        public var values: [Double]

        /// Creates a result.
        public init(loss: String, baseline: Double, values: [Double]) {
            self.loss = loss
            self.baseline = baseline
            self.values = values
        }
    }
}
