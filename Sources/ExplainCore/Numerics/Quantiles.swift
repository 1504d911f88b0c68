/// Quantiles by linear interpolation between order statistics (Hyndman & Fan 1996, type 7; numpy's default).
public enum Quantiles {
    /// The quantile of ascending `sorted` values at `fraction` in 0...1, with numpy's own rounding.
    ///
    /// The position is fraction * (n - 1); numpy interpolates from the nearer neighbour, so that both ends are hit exactly.
    public static func linear(sorted: [Double], fraction: Double) -> Double {
        precondition(!sorted.isEmpty, "a quantile needs a value")
        precondition((0...1).contains(fraction), "a quantile's fraction lies in 0...1")
        let position = fraction * Double(sorted.count - 1)
        let index = min(Int(position), sorted.count - 1)
        let next = min(index + 1, sorted.count - 1)
        return interpolate(sorted[index], sorted[next], position - Double(index))
    }

    /// The quantile of ascending `sorted` values with positive `weights` at `fraction` in 0...1.
    ///
    /// Value k sits at the middle of its weight, scaled so that the first sits at 0 and the last at 1: equal weights give
    /// ``linear(sorted:fraction:)`` up to rounding, and exchanging both ends of the order exchanges the quantiles.
    public static func linear(sorted: [Double], weights: [Double], fraction: Double) -> Double {
        precondition(!sorted.isEmpty && sorted.count == weights.count, "every value has a weight")
        if weights.allSatisfy({ $0 == weights[0] }) { return linear(sorted: sorted, fraction: fraction) }
        var middles: [Double] = []
        var before = 0.0
        for weight in weights {
            middles.append(before + weight / 2)
            before += weight
        }
        let first = middles[0]
        let target = first + fraction * (middles[middles.count - 1] - first)
        guard let above = middles.firstIndex(where: { $0 >= target }) else { return sorted[sorted.count - 1] }
        if above == 0 { return sorted[0] }
        let share = (target - middles[above - 1]) / (middles[above] - middles[above - 1])
        return interpolate(sorted[above - 1], sorted[above], share)
    }

    private static func interpolate(_ low: Double, _ high: Double, _ share: Double) -> Double {
        let difference = high - low
        return share >= 0.5 ? high - difference * (1 - share) : low + difference * share
    }
}
