/// Work in the order of its arrival: an array with a moving front.
///
/// - Complexity: O(1) an operation, amortised.
struct WorkQueue: Sendable {
    private var items: [ComputePool.Work?] = []
    private var front = 0

    /// Adds work at the end.
    mutating func append(_ work: @escaping ComputePool.Work) { items.append(work) }

    /// Takes the work that waited longest.
    mutating func popFirst() -> ComputePool.Work? {
        guard front < items.count else { return nil }
        let work = items[front]
        items[front] = nil
        front += 1
        if front * 2 >= items.count {
            items.removeFirst(front)
            front = 0
        }
        return work
    }
}
