/// A stack of matrices of one precision, with the products that graphs take of them.
struct ONNXFloatMatrix<Number: ONNXFloat> {
    let shape: [Int]
    let values: [Number]

    /// The product of the last two dimensions, broadcasting those before; vectors count as one row or column.
    ///
    /// Each sum is added input by input, each product fused with its sum, which is onnxruntime's order; a row's bits do not
    /// depend on the other rows.
    ///
    /// - Throws: ``ONNXFault`` when the shapes do not fit.
    func product(
        _ other: ONNXFloatMatrix, _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> ONNXTensor {
        guard !shape.isEmpty else { throw .rank(shape, input: 0) }
        guard !other.shape.isEmpty else { throw .rank(other.shape, input: 1) }
        let left = shape.count == 1 ? [1] + shape : shape
        let right = other.shape.count == 1 ? other.shape + [1] : other.shape
        let (rows, inner, columns) = (left[left.count - 2], left[left.count - 1], right[right.count - 1])
        guard right[right.count - 2] == inner else { throw .shapes(shape, other.shape) }
        let stack = try ONNXBroadcast.shape(Array(left.dropLast(2)), Array(right.dropLast(2)))
        let count = try workspace.reserve(stack + [rows, columns])
        try workspace.work(count.multipliedReportingOverflow(by: inner).partialValue)
        let first = ONNXBroadcast.positions(Array(left.dropLast(2)), in: stack)
        let second = ONNXBroadcast.positions(Array(right.dropLast(2)), in: stack)
        var sums = [Number](repeating: 0, count: count)
        var span = sums.mutableSpan
        for index in first.indices {
            Self.multiply(
                values.span.extracting(first[index] * rows * inner..<(first[index] + 1) * rows * inner),
                other.values.span.extracting(second[index] * inner * columns..<(second[index] + 1) * inner * columns),
                (rows, inner, columns), into: &span, at: index * rows * columns)
        }
        var result = stack
        if shape.count > 1 { result.append(rows) }
        if other.shape.count > 1 { result.append(columns) }
        return ONNXTensor(result, Number.wrap(sums))
    }

    private static func multiply(
        _ left: Span<Number>, _ right: Span<Number>, _ sizes: (rows: Int, inner: Int, columns: Int),
        into sums: inout MutableSpan<Number>, at start: Int
    ) {
        let (rows, inner, columns) = sizes
        for row in 0..<rows {
            let target = start + row * columns
            for index in 0..<inner {
                let value = left[row * inner + index]
                let source = index * columns
                for column in 0..<columns {
                    sums[target + column] = Number.sum(sums[target + column], value, times: right[source + column])
                }
            }
        }
    }

    /// A matrix with rows and columns exchanged.
    ///
    /// - Throws: ``ONNXFault`` when it is no matrix.
    func transposed(_ workspace: inout ONNXWorkspace) throws(ONNXFault) -> ONNXFloatMatrix {
        guard shape.count == 2 else { throw .rank(shape, input: 0) }
        let (rows, columns) = (shape[0], shape[1])
        let count = try workspace.reserve(shape)
        var result = [Number](repeating: 0, count: count)
        for row in 0..<rows {
            for column in 0..<columns { result[column * rows + row] = values[row * columns + column] }
        }
        return ONNXFloatMatrix(shape: [columns, rows], values: result)
    }

    /// Batch normalisation with the statistics of training, one of each a channel (the second dimension).
    ///
    /// - Throws: ``ONNXFault`` when there are parameters for another number of channels.
    func normalised(
        scale: ONNXFloatMatrix, offset: ONNXFloatMatrix, mean: ONNXFloatMatrix, variance: ONNXFloatMatrix,
        epsilon: Number, _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> ONNXTensor {
        guard shape.count >= 2 else { throw .rank(shape, input: 0) }
        let channels = shape[1]
        for parameters in [scale, offset, mean, variance] where parameters.values.count != channels {
            throw .columns(channels, parameters: parameters.values.count)
        }
        let count = try workspace.reserve(shape)
        let inner = shape.dropFirst(2).reduce(1, *)
        let factors = (0..<channels).map { scale.values[$0] / (variance.values[$0] + epsilon).squareRoot() }
        let constants = (0..<channels).map { offset.values[$0] - mean.values[$0] * factors[$0] }
        var result: [Number] = []
        result.reserveCapacity(count)
        for (index, value) in values.enumerated() {
            let channel = index / inner % channels
            result.append(value * factors[channel] + constants[channel])
        }
        return ONNXTensor(shape, Number.wrap(result))
    }
}
