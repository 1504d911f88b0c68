#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension SpecialFunctions {
    /// Replaces every probability by its standard normal quantile, with the bits of ``normalQuantile(_:)``.
    ///
    /// Four numbers at a time: of those in the middle the first rational function is right, and the others are done again
    /// together.
    static func replaceByNormalQuantiles(_ probabilities: inout [Double]) {
        var tails: [Int32] = []
        var index = 0
        while index + 4 <= probabilities.count {
            let four = SIMD4(
                probabilities[index], probabilities[index + 1], probabilities[index + 2], probabilities[index + 3])
            let centred = four - 0.5
            let r = 0.180625 - centred * centred
            let values = centred * horner(centralTop, r) / horner(centralBottom, r)
            for lane in 0..<4 {
                if abs(centred[lane]) <= 0.425 {
                    probabilities[index + lane] = values[lane]
                } else {
                    tails.append(Int32(truncatingIfNeeded: index + lane))
                }
            }
            index += 4
        }
        replaceTails(tails, &probabilities)
        while index < probabilities.count {
            probabilities[index] = normalQuantile(probabilities[index])
            index += 1
        }
    }

    /// Replaces the probabilities at `positions`, none of which lies in the middle.
    private static func replaceTails(_ positions: [Int32], _ probabilities: inout [Double]) {
        var start = 0
        while start < positions.count {
            var distances = SIMD4<Double>(repeating: 1.6)
            let lanes = min(4, positions.count - start)
            for lane in 0..<lanes {
                let probability = probabilities[Int(positions[start + lane])]
                distances[lane] = (-log(probability < 0.5 ? probability : 1 - probability)).squareRoot()
            }
            let values = horner(middleTop, distances - 1.6) / horner(middleBottom, distances - 1.6)
            for lane in 0..<lanes {
                let position = Int(positions[start + lane])
                let probability = probabilities[position]
                // Beyond the second rational function, and NaN.
                guard distances[lane] <= 5 else {
                    probabilities[position] = normalQuantile(probability)
                    continue
                }
                probabilities[position] = probability < 0.5 ? -values[lane] : values[lane]
            }
            start += 4
        }
    }

    @inline(__always)
    private static func horner(_ coefficients: InlineArray<8, Double>, _ x: SIMD4<Double>) -> SIMD4<Double> {
        var value = SIMD4(repeating: coefficients[0])
        for index in 1..<8 { value = value * x + coefficients[index] }
        return value
    }
}
