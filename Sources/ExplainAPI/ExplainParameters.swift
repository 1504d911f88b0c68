public import ExplainCore

/// How to explain: the member `parameters` of a request; what is nil is left to the model's settings and the planner.
public struct ExplainParameters: Sendable, Equatable {
    /// The method.
    public var method: RequestedMethod = .auto
    /// The variant of a sampling method.
    public var estimator: Estimator?
    /// The outputs to explain.
    public var output: OutputSelection?
    /// The scale of the explanation.
    public var space: OutputSpace?
    /// The name of the reference rows.
    public var background: String?
    /// Evaluations to spend at most on each instance.
    public var budget: Int?
    /// The relative half width of an interval at which a result counts as converged.
    public var tolerance: Double?
    /// When an anytime method answers with what it has, in milliseconds from the request's arrival.
    public var deadlineMilliseconds: Int?
    /// Seeds every random choice; 0...Int.max.
    public var seed: Int?
    /// Whether to wait for the answer.
    public var mode: RequestMode = .auto
    /// What to queue behind the answer.
    public var refine: Refinement?
    /// Whether groups of features are players.
    public var groups: Bool?
    /// Which values are wanted.
    public var index: AttributionIndex = .shapley
    /// Whether the players' pairwise interactions are wanted, too.
    public var interactions = false

    /// Settings of the surrogate, for method lime.
    public var surrogate = SurrogateSettings()

    /// Creates parameters that leave every choice to the server.
    public init() {}

    /// The names of the members.
    public static let names = [
        "method", "estimator", "output", "space", "background", "budget", "tolerance", "deadline_ms", "seed", "mode",
        "refine", "groups", "index", "interactions", "num_features", "kernel_width", "feature_selection",
    ]
}

extension ExplainParameters {
    /// Reads the object at the reader's place; `null` is an empty one.
    ///
    /// - Throws: ``Problem`` that names the member and what it may be.
    public init(reading reader: inout JSONReader) throws(Problem) {
        self.init()
        var parameters = ParameterReader(allowed: Self.names)
        while let name = try parameters.next(&reader) { try read(name, &reader) }
    }

    private mutating func read(_ name: String, _ reader: inout JSONReader) throws(Problem) {
        switch name {
        case "method": method = try ParameterReader.choice(&reader, .unknownMethod)
        case "estimator": estimator = try Self.estimator(&reader)
        case "output": output = try ParameterReader.output(&reader)
        case "space": space = try ParameterReader.choice(&reader, .unsupportedSpace)
        case "background": background = try ParameterReader.name(&reader)
        case "budget": budget = try Self.budget(&reader)
        case "tolerance": tolerance = try ParameterReader.fraction(&reader)
        case "deadline_ms": deadlineMilliseconds = try ParameterReader.integer(&reader, in: 1...3_600_000)
        case "seed": seed = try ParameterReader.integer(&reader, in: 0...Int.max)
        case "mode": mode = try ParameterReader.choice(&reader)
        case "refine": refine = try ParameterReader.choice(&reader)
        case "index": index = try ParameterReader.choice(&reader)
        case "interactions": interactions = try ParameterReader.flag(&reader)
        case "groups": groups = try ParameterReader.flag(&reader)
        case "num_features": surrogate.featureLimit = try ParameterReader.integer(&reader, in: 1...Int.max)
        case "kernel_width": surrogate.kernelWidth = try ParameterReader.positive(&reader)
        default: surrogate.selection = try ParameterReader.choice(&reader)
        }
    }

    private static func estimator(_ reader: inout JSONReader) throws(Problem) -> Estimator {
        let name = try ParameterReader.name(&reader)
        if let estimator = Estimator(rawValue: name) { return estimator }
        let choices = Estimator.allCases.map(\.rawValue).joined(separator: ", ")
        throw Problem(
            .unknownEstimator, detail: "There is no estimator \(ParameterReader.quoted(name)); choose \(choices).",
            field: reader.path)
    }

    private static func budget(_ reader: inout JSONReader) throws(Problem) -> Int {
        guard try ParameterReader.kind(&reader) == .number else {
            throw ParameterReader.invalid(reader, "a whole number of evaluations")
        }
        let number = try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.readNumber() }
        if let budget = number.integer, budget > 0 { return budget }
        if number.double >= 0x1p53 {
            throw Problem(
                .budgetTooLarge, detail: "\(reader.path) is beyond any limit; give fewer evaluations.",
                field: reader.path)
        }
        guard number.integer != nil else {
            throw Problem(
                .notAnInteger, detail: "\(reader.path) must be a whole number, without fraction or exponent.",
                field: reader.path)
        }
        throw Problem(.budgetTooSmall, detail: "\(reader.path) must be at least 1 evaluation.", field: reader.path)
    }
}
