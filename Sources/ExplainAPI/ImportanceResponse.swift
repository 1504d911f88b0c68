public import ExplainCore

/// The answer to `:importance`, and the result of an importance job.
public struct ImportanceResponse: Sendable, Equatable {
    /// How much one feature or group matters.
    public struct Importance: Sendable, Equatable {
        /// The feature's or group's name.
        public var feature: String
        /// The mean loss of fit; larger means more important, whatever the metric.
        public var mean: Double
        /// The standard deviation over the repeats; nil where there are none.
        public var standardDeviation: Double?
        /// The interval around the mean; nil where there is no chance involved.
        public var interval: ClosedRange<Double>?

        /// Creates an importance.
        public init(
            feature: String, mean: Double, standardDeviation: Double? = nil, interval: ClosedRange<Double>? = nil
        ) {
            self.feature = feature
            self.mean = mean
            self.standardDeviation = standardDeviation
            self.interval = interval
        }
    }

    /// The model.
    public var model: ModelReference
    /// The output whose predictions were compared; nil where all were.
    public var output: OutputReference?
    /// The scale of the predictions.
    public var space: OutputSpace
    /// What was watched.
    public var metric: ImportanceMetric
    /// The loss of a row that stands for the metric in the exact method; baseline and means are in it.
    public var loss: String?
    /// The metric, or the loss, of the rows as they are.
    public var baseline: Double
    /// One a feature or group, in schema order.
    public var importances: [Importance]
    /// How often each was shuffled; nil for the exact method.
    public var repeats: Int?
    /// The number of rows.
    public var rows: Int
    /// The seed; nil for the exact method.
    public var seed: UInt64?
    /// The version of the program.
    public var engine: String

    /// Creates a response.
    public init(
        model: ModelReference, output: OutputReference?, space: OutputSpace, metric: ImportanceMetric,
        loss: String? = nil, baseline: Double, importances: [Importance], repeats: Int?, rows: Int, seed: UInt64?,
        engine: String
    ) {
        self.model = model
        self.output = output
        self.space = space
        self.metric = metric
        self.loss = loss
        self.baseline = baseline
        self.importances = importances
        self.repeats = repeats
        self.rows = rows
        self.seed = seed
        self.engine = engine
    }

    /// Writes an object.
    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("model")
        model.encode(into: &writer)
        if let output {
            writer.key("output")
            output.encode(into: &writer)
        }
        writer.member("space", space.rawValue)
        writer.member("metric", metric.rawValue)
        if let loss { writer.member("loss", loss) }
        writer.member("baseline", finite: baseline)
        writer.key("importances")
        writer.beginArray()
        for importance in importances { Self.encode(importance, into: &writer) }
        writer.endArray()
        writer.member("exact", repeats == nil)
        if let repeats { writer.member("repeats", repeats) }
        writer.member("rows", rows)
        if let seed { writer.member("seed", seed) }
        writer.member("engine", engine)
        writer.endObject()
    }

    private static func encode(_ importance: Importance, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("feature", importance.feature)
        writer.member("mean", finite: importance.mean)
        if let deviation = importance.standardDeviation { writer.member("std", finite: deviation) }
        if let interval = importance.interval {
            writer.key("interval")
            writer.doublesOrNull([interval.lowerBound, interval.upperBound])
            writer.member("confidence", ExplanationDocument.confidence)
        }
        writer.endObject()
    }
}
