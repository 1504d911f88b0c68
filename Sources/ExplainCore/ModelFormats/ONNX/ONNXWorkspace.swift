/// What one evaluation of a graph may use, and has used.
struct ONNXWorkspace {
    /// The most elements that the tensors of an evaluation hold at any time.
    static let maximumElements = 1 << 22
    /// The most steps a row takes.
    static let maximumOperationsPerRow = 1 << 26

    /// The most elements that were held at any time.
    private(set) var peakElements = 0
    private(set) var operations = 0
    private var liveElements = 0
    private var pendingElements = 0
    private let rows: Int
    /// Whether unknown categories are overlooked: the trial run at load has no real values.
    let isTrial: Bool

    init(rows: Int, isTrial: Bool = false) {
        self.rows = max(1, rows)
        self.isTrial = isTrial
    }

    /// The number of elements of `shape`, for which there is room.
    ///
    /// - Throws: ``ONNXFault`` when there is not.
    mutating func reserve(_ shape: [Int]) throws(ONNXFault) -> Int {
        guard let count = ONNXTensor.count(shape) else { throw .dimensions(shape.map { Int64($0) }) }
        guard count <= Self.maximumElements - liveElements - pendingElements else {
            throw .memory(limitElements: Self.maximumElements)
        }
        pendingElements += count
        peakElements = max(peakElements, liveElements + pendingElements)
        try work(count)
        return count
    }

    /// Counts steps.
    ///
    /// - Throws: ``ONNXFault/work(limitPerRow:)``.
    mutating func work(_ steps: Int) throws(ONNXFault) {
        let (sum, overflow) = operations.addingReportingOverflow(steps)
        let limit = Self.maximumOperationsPerRow
        guard !overflow, sum / rows <= limit else { throw .work(limitPerRow: limit) }
        operations = sum
    }

    /// Takes over what a node made, in place of what it reserved.
    mutating func keep(_ tensors: [ONNXTensor]) {
        pendingElements = 0
        liveElements += tensors.reduce(0) { $0 + $1.count }
        peakElements = max(peakElements, liveElements)
    }

    /// No later node reads the tensor.
    mutating func release(_ tensor: ONNXTensor) { liveElements -= tensor.count }
}
