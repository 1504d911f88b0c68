/// Why a node cannot be evaluated.
enum ONNXFault: Error, Equatable {
    /// An input is absent.
    case inputMissing(Int)
    /// An input has a type that the operator does not take.
    case elementType(ONNXElementType, input: Int)
    /// Two inputs have different types.
    case typesDiffer(ONNXElementType, ONNXElementType)
    /// An input has too few or too many dimensions.
    case rank([Int], input: Int)
    /// A dimension that a tensor does not have.
    case axis(Int64, rank: Int)
    /// Two shapes do not fit together.
    case shapes([Int], [Int])
    /// A reshape to another number of elements, with two open dimensions, or a negative one.
    case reshape([Int], to: [Int64])
    /// An index outside a dimension.
    case index(Int64, count: Int)
    /// Parameters for another number of columns.
    case columns(Int, parameters: Int)
    /// A tensor would be empty where values are needed.
    case empty
    /// The tensors would hold more elements than is allowed.
    case memory(limitElements: Int)
    /// The evaluation would take more steps than are allowed.
    case work(limitPerRow: Int)
    /// A dimension is negative, or the product of them overflows.
    case dimensions([Int64])
    /// A whole number is divided by zero.
    case divisionByZero
    /// A value is none of the categories of an encoder that takes no others.
    case unknownCategory(String)
    /// A text is no number.
    case notANumber(String)
    /// A column of whole numbers, truth values or categories got a number that stands for none.
    case input(Double)
    /// No node computes the output.
    case noOutput

    /// The fault in words.
    var reason: String {
        switch self {
        case .inputMissing(let input): "input \(input) is missing"
        case .elementType(let type, let input): "input \(input) has elements of type \(type), which it does not take"
        case .typesDiffer(let left, let right): "the inputs have different types, \(left) and \(right)"
        case .rank(let shape, let input): "input \(input) has the shape \(shape), with another number of dimensions"
        case .axis(let axis, let rank): "axis \(axis) of a tensor of \(rank) dimensions"
        case .shapes(let left, let right): "the shapes \(left) and \(right) do not fit together"
        case .reshape(let shape, let target): "the shape \(shape) cannot become \(target.prefix(16))"
        case .index(let index, let count): "index \(index) of \(count)"
        case .columns(let columns, let parameters): "\(columns) columns, parameters for \(parameters)"
        case .empty: "a tensor without elements"
        case .memory(let limit): "the tensors hold more than \(limit) elements"
        case .work(let limit): "a row needs more than \(limit) steps"
        case .dimensions(let dimensions): "the dimensions \(dimensions.prefix(16)) are no shape"
        case .divisionByZero: "a whole number is divided by 0"
        case .unknownCategory(let text): "\"\(text.prefix(64))\" is none of the categories"
        case .notANumber(let text): "the text \"\(text.prefix(64))\" is no number"
        case .input(let value): "the input \(value) is no value of the column"
        case .noOutput: "the output is not computed"
        }
    }
}
