/// The elements of a tensor.
enum ONNXValues: Sendable, Equatable {
    case float([Float])
    case double([Double])
    case int64([Int64])
    case int32([Int32])
    case uint8([UInt8])
    case bool([Bool])
    case string([String])

    var count: Int {
        switch self {
        case .float(let values): values.count
        case .double(let values): values.count
        case .int64(let values): values.count
        case .int32(let values): values.count
        case .uint8(let values): values.count
        case .bool(let values): values.count
        case .string(let values): values.count
        }
    }

    var type: ONNXElementType {
        switch self {
        case .float: .float
        case .double: .double
        case .int64: .int64
        case .int32: .int32
        case .uint8: .uint8
        case .bool: .bool
        case .string: .string
        }
    }

    /// The elements at `positions`, all of which exist.
    func selecting(_ positions: [Int]) -> ONNXValues {
        switch self {
        case .float(let values): .float(positions.map { values[$0] })
        case .double(let values): .double(positions.map { values[$0] })
        case .int64(let values): .int64(positions.map { values[$0] })
        case .int32(let values): .int32(positions.map { values[$0] })
        case .uint8(let values): .uint8(positions.map { values[$0] })
        case .bool(let values): .bool(positions.map { values[$0] })
        case .string(let values): .string(positions.map { values[$0] })
        }
    }

    /// `count` equal elements, the first of these.
    func repeating(_ count: Int) -> ONNXValues {
        switch self {
        case .float(let values): .float(Array(repeating: values[0], count: count))
        case .double(let values): .double(Array(repeating: values[0], count: count))
        case .int64(let values): .int64(Array(repeating: values[0], count: count))
        case .int32(let values): .int32(Array(repeating: values[0], count: count))
        case .uint8(let values): .uint8(Array(repeating: values[0], count: count))
        case .bool(let values): .bool(Array(repeating: values[0], count: count))
        case .string(let values): .string(Array(repeating: values[0], count: count))
        }
    }

    /// Whole numbers of either width as Int64; nil for other types.
    var integers: [Int64]? {
        switch self {
        case .int64(let values): values
        case .int32(let values): values.map { Int64($0) }
        case .uint8(let values): values.map { Int64($0) }
        default: nil
        }
    }

    /// Numbers as float32; nil for text and truth values.
    var floats: [Float]? {
        switch self {
        case .float(let values): values
        case .double(let values): values.map { Float($0) }
        default: integers.map { $0.map { Float($0) } }
        }
    }

    /// Numbers as float64; nil for text and truth values.
    var doubles: [Double]? {
        switch self {
        case .float(let values): values.map { Double($0) }
        case .double(let values): values
        default: integers.map { $0.map { Double($0) } }
        }
    }
}

extension ONNXValues {
    /// The parts' elements, all of `type`: as many of each part as its width says, one part after another, `blocks` times.
    static func joining(_ parts: [ONNXValues], _ type: ONNXElementType, widths: [Int], blocks: Int) -> ONNXValues {
        switch type {
        case .float: .float(join(parts.compactMap(\.asFloat), widths, blocks))
        case .double: .double(join(parts.compactMap(\.asDouble), widths, blocks))
        case .int64:
            .int64(join(parts.compactMap { if case .int64(let own) = $0 { own } else { nil } }, widths, blocks))
        case .int32:
            .int32(join(parts.compactMap { if case .int32(let own) = $0 { own } else { nil } }, widths, blocks))
        case .uint8:
            .uint8(join(parts.compactMap { if case .uint8(let own) = $0 { own } else { nil } }, widths, blocks))
        case .bool: .bool(join(parts.compactMap { if case .bool(let own) = $0 { own } else { nil } }, widths, blocks))
        case .string:
            .string(join(parts.compactMap { if case .string(let own) = $0 { own } else { nil } }, widths, blocks))
        }
    }

    // Never inlined: the optimiser of Swift 6.3.1 aborts over the borrows of seven copies in one function.
    @inline(never)
    private static func join<Element>(_ parts: [[Element]], _ widths: [Int], _ blocks: Int) -> [Element] {
        var result: [Element] = []
        result.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for block in 0..<blocks {
            for (part, width) in zip(parts, widths) { result += part[(block * width)..<((block + 1) * width)] }
        }
        return result
    }
}
