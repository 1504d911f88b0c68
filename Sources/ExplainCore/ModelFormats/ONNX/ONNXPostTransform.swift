/// What follows the scores of a machine-learning operator.
enum ONNXPostTransform: String, Sendable {
    case none = "NONE"
    case logistic = "LOGISTIC"
    case softmax = "SOFTMAX"
    case softmaxZero = "SOFTMAX_ZERO"

    /// The transform by its number in version 5 of the tree operators.
    init?(number: Int64) {
        switch number {
        case 0: self = .none
        case 1: self = .softmax
        case 2: self = .logistic
        case 3: self = .softmaxZero
        default: return nil
        }
    }

    /// Applies it to rows of `width` scores; the operators differ in the form of their logistic function.
    func apply(_ scores: [Float], width: Int, logistic: (Float) -> Float) -> [Float] {
        switch self {
        case .none: return scores
        case .logistic: return scores.map(logistic)
        case .softmax: return ONNXSoftmaxOperator.normalise(scores, width, 1)
        case .softmaxZero:
            var result = scores
            for start in stride(from: 0, to: scores.count, by: max(1, width)) {
                Self.softmaxZero(&result, start..<(start + width))
            }
            return result
        }
    }

    /// The form of onnxruntime's tree operators: of a negative score 1 minus the other side's.
    static func logistic(_ score: Float) -> Float {
        let value = 1 / (1 + Float.exponential(-score.magnitude))
        return score < 0 ? 1 - value : value
    }

    /// A softmax in which scores of 0 stay 0.
    private static func softmaxZero(_ scores: inout [Float], _ range: Range<Int>) {
        let largest = scores[range].max() ?? 0
        var sum: Float = 0
        for index in range where scores[index].magnitude > 1e-7 {
            scores[index] = Float.exponential(scores[index] - largest)
            sum += scores[index]
        }
        guard sum > 0 else { return }
        for index in range { scores[index] /= sum }
    }
}
