/// A dense tensor in row-major order; the number of values is the product of the dimensions.
struct ONNXTensor: Sendable, Equatable {
    let shape: [Int]
    let values: ONNXValues

    /// Creates a tensor; `values` holds the product of `shape` elements.
    init(_ shape: [Int], _ values: ONNXValues) {
        precondition(values.count == shape.reduce(1, *), "a tensor has a value for every place")
        self.shape = shape
        self.values = values
    }

    var rank: Int { shape.count }
    var count: Int { values.count }
    var type: ONNXElementType { values.type }

    /// A dimension's position from 0 on; negative ones count from the end.
    ///
    /// - Throws: ``ONNXFault/axis(_:rank:)``.
    static func axis(_ axis: Int64, rank: Int) throws(ONNXFault) -> Int {
        guard let given = Int(exactly: axis), given >= -rank, given < rank else { throw .axis(axis, rank: rank) }
        return given < 0 ? given + rank : given
    }

    /// The product of dimensions; nil when it overflows or one is negative.
    static func count(_ shape: [Int]) -> Int? {
        var count = 1
        var isEmpty = false
        for dimension in shape {
            guard dimension >= 0 else { return nil }
            if dimension == 0 { isEmpty = true }
            let (product, overflow) = count.multipliedReportingOverflow(by: max(1, dimension))
            guard !overflow else { return nil }
            count = product
        }
        return isEmpty ? 0 : count
    }

    /// The same values in another shape of as many.
    func reshaped(_ shape: [Int]) -> ONNXTensor { ONNXTensor(shape, values) }
}
