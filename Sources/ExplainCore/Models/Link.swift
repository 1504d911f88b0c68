/// How a margin becomes the output that a user reads: the inverse of a generalised linear model's link function.
public enum Link: Sendable, Equatable {
    /// The margin is the output.
    case identity
    /// Each margin is a log-odds.
    case logit
    /// Each margin times a factor is a log-odds (LightGBM's `sigmoid`).
    case scaledLogit(Double)
    /// Each margin is the logarithm of a rate.
    case log
    /// The margins are the unnormalised log-probabilities of classes.
    case softmax
    /// Each margin is a signed square root (LightGBM's `regression sqrt`).
    case signedSquare
    /// Each output is ln(1 + e^margin) (LightGBM's `cross_entropy_lambda`).
    case softplus
    /// The sign of a margin is the class (hinge loss).
    case step
    /// Each margin is a probability already (a forest that averages class frequencies).
    case probability

    /// The number of outputs in `space` of a model with this many margins; nil where the space has no meaning.
    public func outputCount(margins: Int, in space: OutputSpace) -> Int? {
        switch (space, self) {
        case (.margin, _): margins
        case (.probability, .identity), (.probability, .step), (.label, .identity): nil
        case (.probability, _): margins
        case (.label, .softmax): 1
        case (.label, .step): margins
        case (.label, _): nil
        }
    }

    /// Whether each output is a probability by itself, of an event or its complement.
    public var isLogistic: Bool {
        switch self {
        case .logit, .scaledLogit: true
        default: false
        }
    }
}

extension Link {
    /// Writes the outputs of one row in `space`, computed in the precision of the margins.
    ///
    /// Shapes: the row's margins lie in `range`; `outputs` has room for `outputCount(margins:in:)` values from `start` on.
    /// `margins` serves as scratch. The label of a margin that is not finite is NaN.
    func write<Scalar: MarginScalar>(
        _ margins: inout MutableSpan<Scalar>, _ range: Range<Int>, space: OutputSpace,
        into outputs: inout MutableSpan<Double>, at start: Int
    ) {
        let shift = start - range.lowerBound
        switch (space, self) {
        case (.probability, .logit):
            for index in range { outputs[shift + index] = Double(Scalar.sigmoid(margins[index])) }
        case (.probability, .scaledLogit(let factor)):
            for index in range {
                let power = Scalar.exponential(-Scalar(factor) * margins[index])
                outputs[shift + index] = Double(1 / (1 + power))
            }
        case (.probability, .signedSquare):
            for index in range { outputs[shift + index] = Double(margins[index].magnitude * margins[index]) }
        case (.probability, .softplus):
            for index in range {
                outputs[shift + index] = Double(Scalar.logOnePlus(Scalar.exponential(margins[index])))
            }
        case (.probability, .log):
            for index in range { outputs[shift + index] = Double(Scalar.exponential(margins[index])) }
        case (.probability, .softmax):
            Scalar.normalise(&margins, range)
            for index in range { outputs[shift + index] = Double(margins[index]) }
        case (.label, .softmax):
            outputs[start] = Self.firstMaximum(margins.span, range)
        case (.label, .step):
            for index in range { outputs[shift + index] = Self.positive(margins[index]) }
        default:
            for index in range { outputs[shift + index] = Double(margins[index]) }
        }
    }

    /// The class of the largest margin; the first one wins a tie.
    private static func firstMaximum<Scalar: MarginScalar>(_ values: Span<Scalar>, _ range: Range<Int>) -> Double {
        var best = range.lowerBound
        for index in range {
            if !values[index].isFinite { return .nan }
            if values[index] > values[best] { best = index }
        }
        return Double(best - range.lowerBound)
    }

    /// Whether a margin is above zero, as 1 or 0.
    private static func positive<Scalar: MarginScalar>(_ margin: Scalar) -> Double {
        guard margin.isFinite else { return .nan }
        return margin > 0 ? 1 : 0
    }
}
