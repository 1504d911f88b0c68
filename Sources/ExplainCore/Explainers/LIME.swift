import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tabular LIME: a linear surrogate fitted to the model's answers around one instance.
///
/// Ribeiro, Singh & Guestrin 2016, "Why Should I Trust You?", KDD, with the choices of lime 0.2.0.1: quartile bins of the
/// background, z_j = 1 where a drawn row has the instance's bin or category, weight exp(-#zeros / (2 width^2)) with
/// width = 0.75 sqrt(n), ridge regression with a free intercept. Two defects of that library are not copied: a bin of one
/// distinct value yields that value, and a missing value is a bin of its own.
public struct LIME: Sendable, Equatable {
    /// How players are chosen when their number is limited.
    public enum Selection: String, Sendable, CaseIterable {
        /// Forward selection for up to 6 players, the highest weights beyond.
        case automatic = "auto"
        /// Adds the player that raises R^2 most, one by one.
        case forward
        /// The largest coefficients of a nearly unpenalised regression on all players.
        case highestWeights = "highest_weights"
        /// The players with a coefficient where the path of the lasso has at most so many for the last time (``LassoPath``).
        case lassoPath = "lasso_path"
        /// All players, without a limit.
        case all = "none"

        /// Whether up to `limit` players are selected one by one.
        func isForward(limit: Int) -> Bool { self == .forward || (self == .automatic && limit <= 6) }
    }

    /// Rows drawn, the instance among them.
    public var samples: Int
    /// The kernel's width in root players; nil is 0.75 sqrt(n).
    public var kernelWidth: Double?
    /// The most players with a coefficient; nil is all.
    public var featureLimit: Int?
    /// How players are chosen below that limit.
    public var selection: Selection
    /// The ridge penalty.
    public var ridgePenalty: Double
    /// The half width of the widest 95 % interval, as a share of the largest coefficient, at which the result has converged.
    public var tolerance: Double

    /// Creates the method with lime's defaults.
    public init(
        samples: Int = MethodPlanner.defaultSamples, kernelWidth: Double? = nil, featureLimit: Int? = nil,
        selection: Selection = .automatic, ridgePenalty: Double = 1,
        tolerance: Double = MethodPlanner.defaultTolerance
    ) {
        precondition(kernelWidth.map { $0 > 0 } ?? true, "a kernel has a width")
        precondition(featureLimit.map { $0 > 0 } ?? true, "a surrogate has a player")
        precondition(ridgePenalty >= 0, "a penalty is not negative")
        self.samples = samples
        self.kernelWidth = kernelWidth
        self.featureLimit = featureLimit
        self.selection = selection
        self.ridgePenalty = ridgePenalty
        self.tolerance = tolerance
    }

    /// One surrogate an output, and how much was sampled.
    public struct Result: Sendable, Equatable {
        /// The surrogates, in the order of the outputs asked for.
        public var surrogates: [LocalSurrogate]
        /// Rows drawn and predicted.
        public var samples: Int
        /// Whether every output's widest interval is within the tolerance and no deadline cut the sample.
        public var converged: Bool
    }

    /// Explains one instance; all outputs come from one set of rows.
    ///
    /// When the deadline passes, the rows drawn so far are fitted if that takes no more than some tenths of a second.
    ///
    /// - Complexity: `samples` model rows, then O(samples * players^2 + players^3) steps an output.
    /// - Throws: ``ExplainError/budgetTooSmall(_:minimum:)`` below 2 samples; ``ExplainError/cancelled``;
    ///   ``ExplainError/deadlineExceeded`` before there are more rows than unknowns, or in a long fit;
    ///   ``ExplainError/model(_:)``.
    public func explain(
        model: any Model, schema: FeatureSchema, instance: [Double], background: Background, players: Players,
        space: OutputSpace, outputs: [Int], context: ComputeContext
    ) throws(ExplainError) -> Result {
        guard samples >= 2 else { throw .budgetTooSmall(samples, minimum: 2) }
        let caller = try ModelCaller(model: model, space: space)
        let sampler = TabularSampler(
            TabularTable(instance: instance, schema: schema, background: background, players: players))
        let drawn = try draw(sampler, caller, instance: instance, outputs: outputs, context)
        guard drawn.same.count == samples || drawn.same.count > players.count + 1 else { throw .deadlineExceeded }
        let width = kernelWidth ?? 0.75 * Double(players.count).squareRoot()
        let neighbourhood = LIMENeighbourhood(
            same: drawn.same,
            answers: Matrix(rows: drawn.same.count, columns: outputs.count, storage: drawn.answers),
            weights: Self.weights(of: drawn.same, width: width))
        let steps = ComputationCost.surrogates(
            players: players.count, samples: drawn.same.count, outputs: outputs.count, selection: selection,
            limit: featureLimit)
        let surrogates = try fit(
            neighbourhood, checkpoint: context.checkpoint(operations: steps))
        guard surrogates.allSatisfy(Self.isFinite) else {
            throw .unsuitableData("the model's outputs are so large that their differences overflow")
        }
        let isWhole = drawn.same.count == samples
        return Result(
            surrogates: surrogates, samples: drawn.same.count,
            converged: isWhole && surrogates.allSatisfy(hasConverged))
    }

    /// Rows drawn and predicted at a time; each chunk has its own stream of random numbers.
    private static let chunk = 256
    /// Keeps the draws apart from those of other methods with the same seed.
    private static let firstStream: UInt64 = 1 << 32

    private struct Drawn: Sendable {
        var same: Memberships
        var answers: [Double]
    }

    private func draw(
        _ sampler: TabularSampler, _ caller: ModelCaller, instance: [Double], outputs: [Int],
        _ context: ComputeContext
    ) throws(ExplainError) -> Drawn {
        precondition(outputs.allSatisfy { (0..<caller.outputs).contains($0) }, "explained outputs exist")
        let meter = ProgressMeter(total: samples, report: context.progress)
        let drawn = Mutex(
            Drawn(
                same: Memberships(players: sampler.playerCount, count: samples),
                answers: [Double](repeating: 0, count: samples * outputs.count)))
        let chunks = (samples - 1) / Self.chunk + 1
        let done = try ParallelLoop.run(pieces: chunks, context: context) { chunk throws(ExplainError) in
            let range = (chunk * Self.chunk)..<min((chunk + 1) * Self.chunk, samples)
            let piece = try Self.draw(sampler, caller, range, instance: instance, context.seed)
            drawn.withLock { drawn in
                drawn.same.replace(from: range.lowerBound, with: piece.same)
                for (offset, row) in range.enumerated() {
                    for (position, output) in outputs.enumerated() {
                        drawn.answers[row * outputs.count + position] = piece.answers[offset * caller.outputs + output]
                    }
                }
            }
            meter.advance(by: range.count)
        }
        let rows = min(samples, done * Self.chunk)
        return drawn.withLock { drawn in
            drawn.same.keep(rows)
            return Drawn(same: drawn.same, answers: [Double](drawn.answers[..<(rows * outputs.count)]))
        }
    }

    private static func draw(
        _ sampler: TabularSampler, _ caller: ModelCaller, _ range: Range<Int>, instance: [Double], _ seed: UInt64
    ) throws(ExplainError) -> Drawn {
        var random = CounterRandom(seed: seed, stream: firstStream + UInt64(range.lowerBound))
        var (rows, same) = sampler.draw(range.count, &random)
        if range.lowerBound == 0 {
            rows.replaceSubrange(0..<instance.count, with: instance)
            same.insertAll(row: 0)
        }
        return Drawn(same: same, answers: try caller.predict(rows, firstRow: range.lowerBound))
    }

    /// Below this width not even a row in which one feature changed weighs anything as a double, and the surrogate would
    /// see no feature change.
    static let smallestKernelWidth = 0.03

    /// The kernel's weight of a row in which `changed` players left the instance's bin or category.
    static func weight(changed: Int, width: Double) -> Double { exp(-Double(changed) / (2 * width * width)) }

    private static func weights(of same: Memberships, width: Double) -> [Double] {
        let known = (0...same.players).map { weight(changed: $0, width: width) }
        return (0..<same.count).map { known[same.players - same.memberCount($0)] }
    }

    private func hasConverged(_ surrogate: LocalSurrogate) -> Bool {
        guard let widest = surrogate.standardErrors?.max() else { return false }
        return 1.96 * widest <= tolerance * surrogate.coefficients.reduce(0) { max($0, abs($1)) }
    }

    static func isFinite(_ surrogate: LocalSurrogate) -> Bool {
        surrogate.coefficients.allSatisfy(\.isFinite) && surrogate.standardErrors?.allSatisfy(\.isFinite) ?? true
            && surrogate.intercept.isFinite && surrogate.fit?.isFinite ?? true
    }
}
