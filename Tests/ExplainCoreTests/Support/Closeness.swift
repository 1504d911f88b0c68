/// The largest absolute difference of two vectors, as a share of the largest element of the second.
func relativeDifference(_ left: some Collection<Double>, _ right: some Collection<Double>) -> Double {
    guard left.count == right.count else { return .infinity }
    let scale = right.reduce(0) { max($0, abs($1)) }
    let widest = zip(left, right).reduce(0) { $1.0 == $1.1 ? $0 : max($0, abs($1.0 - $1.1)) }
    return widest == 0 ? 0 : widest / scale
}
