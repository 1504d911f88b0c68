/// Two shapes brought to a common one by repeating dimensions of 1, from the last dimension on.
enum ONNXBroadcast {
    /// The common shape.
    ///
    /// - Throws: ``ONNXFault/shapes(_:_:)`` when there is none.
    static func shape(_ left: [Int], _ right: [Int]) throws(ONNXFault) -> [Int] {
        let rank = max(left.count, right.count)
        var shape = [Int](repeating: 1, count: rank)
        for offset in 1..<(rank + 1) {
            let a = offset <= left.count ? left[left.count - offset] : 1
            let b = offset <= right.count ? right[right.count - offset] : 1
            guard a == b || a == 1 || b == 1 else { throw .shapes(left, right) }
            shape[rank - offset] = a == 1 ? b : a
        }
        return shape
    }

    /// For each element of `target` the position of its source in a tensor of `shape`, which broadcasts to it.
    static func positions(_ shape: [Int], in target: [Int]) -> [Int] {
        var positions = [0]
        var stride = 1
        // From the last dimension outwards, so that the list so far is one block of the next dimension.
        for offset in 1..<(target.count + 1) {
            let size = target[target.count - offset]
            let own = offset <= shape.count ? shape[shape.count - offset] : 1
            let step = own == 1 ? 0 : stride
            let block = positions
            positions = []
            positions.reserveCapacity(block.count * size)
            for index in 0..<size {
                for position in block { positions.append(position + index * step) }
            }
            stride *= own
        }
        return positions
    }

    /// `combine` on every pair of elements of two tensors that broadcast to `shape`.
    static func map<Element, Result>(
        _ left: [Element], _ leftShape: [Int], _ right: [Element], _ rightShape: [Int], to shape: [Int],
        _ combine: (Element, Element) -> Result
    ) -> [Result] {
        if leftShape == shape, rightShape == shape { return zip(left, right).map(combine) }
        if leftShape == shape, right.count == 1 { return left.map { combine($0, right[0]) } }
        if rightShape == shape, left.count == 1 { return right.map { combine(left[0], $0) } }
        let first = positions(leftShape, in: shape)
        let second = positions(rightShape, in: shape)
        return zip(first, second).map { combine(left[$0], right[$1]) }
    }
}
