public import ExplainCore

/// How to measure importance: the member `parameters` of a request; what is nil is left to the server.
public struct ImportanceParameters: Sendable, Equatable {
    /// What is watched.
    public var metric: ImportanceMetric?
    /// How often each feature is shuffled.
    public var repeats: Int?
    /// Seeds the shuffles; 0...Int.max.
    public var seed: Int?
    /// The scale of the predictions.
    public var space: OutputSpace?
    /// The output whose predictions are compared.
    public var output: OutputSelection?
    /// Whether groups of features are shuffled as one.
    public var groups: Bool?
    /// Whether all pairs of rows are switched instead of shuffling, which leaves nothing to chance.
    public var exact: Bool?
    /// Whether to wait for the answer.
    public var mode: RequestMode = .auto

    /// Creates parameters that leave every choice to the server.
    public init() {}

    /// The names of the members.
    public static let names = ["metric", "repeats", "seed", "space", "output", "groups", "exact", "mode"]

    /// The most repeats.
    public static let maximumRepeats = 1_000
}

extension ImportanceParameters {
    /// Reads the object at the reader's place; `null` is an empty one.
    ///
    /// - Throws: ``Problem`` that names the member and what it may be.
    public init(reading reader: inout JSONReader) throws(Problem) {
        self.init()
        var parameters = ParameterReader(allowed: Self.names)
        while let name = try parameters.next(&reader) {
            switch name {
            case "metric": metric = try ParameterReader.choice(&reader)
            case "repeats": repeats = try ParameterReader.integer(&reader, in: 1...Self.maximumRepeats)
            case "seed": seed = try ParameterReader.integer(&reader, in: 0...Int.max)
            case "space": space = try ParameterReader.choice(&reader, .unsupportedSpace)
            case "output": output = try ParameterReader.output(&reader)
            case "groups": groups = try ParameterReader.flag(&reader)
            case "exact": exact = try ParameterReader.flag(&reader)
            default: mode = try ParameterReader.choice(&reader)
            }
        }
        guard exact == true else { return }
        if repeats != nil { throw Self.ofShuffles("repeats") }
        if seed != nil { throw Self.ofShuffles("seed") }
    }

    private static func ofShuffles(_ name: String) -> Problem {
        Problem(
            .invalidParameter,
            detail:
                "Parameter \(name) belongs to shuffles, and exact switches all pairs of rows; leave one of them out.",
            field: "parameters.\(name)")
    }
}
