/// Operators that turn categories into numbers: `OneHotEncoder` and `LabelEncoder`.
struct ONNXEncodingOperator: ONNXOperator {
    /// A value that is looked up.
    enum Key: Hashable, Sendable {
        case text(String)
        case integer(Int64)
        case number(Double)
        case missing
    }

    let isOneHot: Bool
    /// The categories in order.
    let keys: [Key]
    private let positions: [Key: Int]
    /// What a label encoder answers for each key, and in the last place for all others.
    private let answers: ONNXValues
    private let acceptsUnknown: Bool

    /// The operator of a node; nil when it is none of these.
    ///
    /// - Throws: ``ModelFormatError`` when keys and values do not fit together.
    init?(_ node: ONNXNode) throws(ModelFormatError) {
        guard node.isML, node.operation == "OneHotEncoder" || node.operation == "LabelEncoder" else { return nil }
        isOneHot = node.operation == "OneHotEncoder"
        if isOneHot {
            keys = node.texts("cats_strings").map(Key.text) + node.integers("cats_int64s").map(Key.integer)
            acceptsUnknown = node.flag("zeros", true)
            answers = .float([])
        } else {
            let table = try ONNXLabelTable(node)
            keys = table.keys
            answers = table.answers
            acceptsUnknown = true
        }
        guard !keys.isEmpty else { throw node.error("there are no categories") }
        // The first of equal keys counts.
        positions = Dictionary(keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The categories where they are texts.
    var texts: [String] { keys.compactMap { if case .text(let text) = $0 { text } else { nil } } }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let input = try inputs.tensor(0)
        let found = try lookUp(input)
        guard isOneHot else {
            _ = try workspace.reserve(input.shape)
            let last = answers.count - 1
            return [ONNXTensor(input.shape, answers.selecting(found.map { $0 ?? last }))]
        }
        let shape = input.shape + [keys.count]
        let count = try workspace.reserve(shape)
        var values = [Float](repeating: 0, count: count)
        for (index, position) in found.enumerated() {
            if let position {
                values[index * keys.count + position] = 1
            } else if !acceptsUnknown, !workspace.isTrial {
                throw .unknownCategory(Self.name(of: input, index))
            }
        }
        return [ONNXTensor(shape, .float(values))]
    }

    /// The position of each element among the keys; numbers are looked up as whole ones where the keys are.
    private func lookUp(_ input: ONNXTensor) throws(ONNXFault) -> [Int?] {
        switch input.values {
        case .string(let texts): return texts.map { positions[.text($0)] }
        case .bool: throw .elementType(.bool, input: 0)
        default:
            if case .integer = keys[0] {
                let numbers = input.values.integers ?? (input.values.doubles ?? []).map(ONNXCastOperator.whole)
                return numbers.map { positions[.integer($0)] }
            }
            guard case .text = keys[0] else {
                return (input.values.doubles ?? []).map { positions[Self.key($0)] }
            }
            throw .elementType(input.type, input: 0)
        }
    }

    /// The key of a number; NaN is a category of its own.
    static func key(_ number: Double) -> Key { number.isNaN ? .missing : .number(number == 0 ? 0 : number) }

    private static func name(of input: ONNXTensor, _ index: Int) -> String {
        if case .string(let texts) = input.values { return texts[index] }
        return input.values.doubles.map { String($0[index]) } ?? ""
    }
}
