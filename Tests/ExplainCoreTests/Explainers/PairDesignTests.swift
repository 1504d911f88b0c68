import Testing

@testable import ExplainCore

@Suite struct PairDesignTests {
    private func design(_ players: Int, _ pairs: Int, _ estimator: Estimator = .leverage, seed: UInt64 = 1) throws
        -> PairDesign
    {
        var random = CounterRandom(seed: seed, stream: 0)
        return try PairDesign(players: players, pairs: pairs, estimator: estimator, random: &random)
    }

    @Test(arguments: [Estimator.leverage, .wls, .gpOdd], [1, 2, 3, 4, 5, 6, 9, 12, 30, 64, 65, 130])
    func pairsAreDifferentAndWithinTheirNumber(estimator: Estimator, players: Int) throws {
        for pairs in [0, 1, 2, players - 1, players, players + 1, 3 * players, 40, 500] {
            let design = try design(players, pairs, estimator)
            let all = players < 40 ? (1 << (players - 1)) - 1 : Int.max
            #expect(design.coalitions.count <= min(pairs, all))
            #expect(design.coalitions.count >= min(pairs, all) - 1)
            let sides = Set(design.coalitions).union(design.coalitions.map { $0.complement(of: players) })
            #expect(sides.count == 2 * design.coalitions.count)
            #expect(sides.allSatisfy { !$0.isEmpty && $0.count < players })
            for (coalition, stratum) in zip(design.coalitions, design.stratumOfPair) {
                #expect(min(coalition.count, players - coalition.count) == stratum + 1)
            }
        }
    }

    /// 20 players: 10 strata of which the middle has half a share, the singletons first.
    @Test func everyBeginningOfANestedDesignIsSpreadOverTheSizes() throws {
        let design = try design(20, 400, .gpOdd)
        #expect(design.coalitions[..<20].elementsEqual((0..<20).map { Coalition([$0]) }))
        for count in 21...400 {
            var counts = [Int](repeating: 0, count: 10)
            for stratum in design.stratumOfPair[20..<count] { counts[stratum] += 1 }
            let level = Double(count - 20) / 8.5
            #expect(counts[0] == 0 && counts[9] <= Int(level / 2) + 2)
            #expect(counts[1...8].allSatisfy { abs(Double($0) - level) < 2 })
        }
    }

    @Test func allPairsAreTakenWhenTheyFit() throws {
        #expect(try design(7, 63).coalitions.count == 63)
        #expect(try design(8, 10_000).coalitions.count == 127)
        #expect(try design(8, 10_000, .wls).coalitions.count == 127)
    }

    @Test func singletonsComeFirstAndTheOtherSizesGetEqualCounts() throws {
        let design = try design(30, 30 + 13 * 8 + 4)
        #expect(design.coalitions[..<30].elementsEqual((0..<30).map { Coalition([$0]) }))
        #expect(design.planned[0] == 30)
        #expect(design.planned[1...13].allSatisfy { $0 == 8 })
        #expect(design.planned[14] == 4)
    }

    @Test func exhaustedSizesGiveTheirShareToOthers() throws {
        // 12 players: 66 pairs of size 2; of 12 + 66 + 3 x 100 + 50 pairs the sizes 3 to 5 get 100, the middle half of it.
        #expect(try design(12, 12 + 66 + 350).planned == [12, 66, 100, 100, 100, 50])
    }

    @Test func everySubsetOfASizeIsEquallyLikely() throws {
        var counts: [Coalition: Int] = [:]
        for seed in 0..<3000 as Range<UInt64> {
            var random = CounterRandom(seed: seed, stream: 3)
            for coalition in try PairStratum(size: 3, players: 6).draw(2, &random) {
                counts[coalition, default: 0] += 1
            }
        }
        #expect(counts.count == 10)
        // 600 expected each, standard deviation 22.
        #expect(counts.values.allSatisfy { abs($0 - 600) < 110 })
        #expect(counts.keys.allSatisfy { $0.contains(0) })
    }

    @Test func ranksNameEverySubsetOnce() throws {
        let subsets = (0..<56).map { PairStratum(size: 3, players: 8).coalition(rank: $0) }
        #expect(Set(subsets).count == 56)
        #expect(subsets.allSatisfy { $0.count == 3 && $0.low < 256 })
        #expect(subsets.first == Coalition([0, 1, 2]))
        #expect(subsets.last == Coalition([5, 6, 7]))
    }

    @Test func expectedCountsAreTheSharesWhenTheyAreFractions() throws {
        var sums = [Int](repeating: 0, count: 4)
        for seed in 0..<4000 as Range<UInt64> {
            var random = CounterRandom(seed: seed, stream: 9)
            let counts = PairAllocation(
                total: 2, shares: [1, 1, 1, 0.5], capacities: [10, 10, 10, 10], random: &random
            ).counts
            #expect(counts.reduce(0, +) == 2)
            for stratum in 0..<4 { sums[stratum] += counts[stratum] }
        }
        let expected = [2285.7, 2285.7, 2285.7, 1142.9]
        #expect(zip(sums, expected).allSatisfy { abs(Double($0) - $1) < 150 })
    }

    @Test func theKernelsMassIsSharedByWhatWasEvaluated() throws {
        let design = try design(10, 60)
        for count in [12, 25, 60] {
            let sample = design.sample(first: count)
            var masses = [Double](repeating: 0, count: 5)
            for (pair, weight) in sample.weights.enumerated() { masses[design.stratumOfPair[pair]] += weight }
            for (stratum, mass) in masses.enumerated() where mass > 0 {
                #expect(abs(mass - design.strata[stratum].mass) < 1e-15)
            }
            #expect(sample.coversAllSizes == masses.allSatisfy { $0 > 0 })
        }
    }

    @Test func textbookWeightsAreTheKernelWhereSizesAreExhausted() throws {
        let design = try design(9, 9 + 36 + 60, .wls)
        #expect(design.planned[..<2] == [9, 36])
        let sample = design.sample(first: 105)
        let pooled = zip(sample.weights, design.stratumOfPair).filter { $0.1 >= 2 }.map(\.0)
        #expect(Set(pooled).count == 1)
        let rest: Double = 1.0 / 18 + 1.0 / 20
        #expect(abs(Summation.sum(pooled) - rest) < 1e-15)
        let kernel = zip(sample.weights, design.stratumOfPair).first { $0.1 == 1 }
        let expected: Double = 1 / (14 * 36)
        #expect(abs((kernel?.0 ?? 0) - expected) < 1e-15)
    }

    /// What is drawn is a design's own, not a matter of when it is drawn; before that, nothing is drawn but what is known.
    @Test(arguments: [Estimator.leverage, .wls, .gpOdd], [13, 70])
    func largeDesignsAreDrawnInSteps(estimator: Estimator, players: Int) throws {
        let whole = try design(players, 3000, estimator)
        var steps = PairDesign(
            planning: 3000, players: players, estimator: estimator, random: CounterRandom(seed: 1, stream: 0))
        #expect(steps.count == 3000 && steps.coalitions.isEmpty)
        for target in [players, players + 1, 100, 1000, 1001, 3000] {
            try steps.draw(to: target)
            #expect(steps.coalitions.count == target)
        }
        #expect(steps.coalitions == whole.coalitions)
        #expect(steps.stratumOfPair == whole.stratumOfPair)
        let sides = Set(whole.coalitions).union(whole.coalitions.map { $0.complement(of: players) })
        #expect(sides.count == 6000)
        for (coalition, stratum) in zip(whole.coalitions, whole.stratumOfPair) {
            #expect(min(coalition.count, players - coalition.count) == stratum + 1)
        }
    }

    @Test(arguments: [Estimator.leverage, .wls, .gpOdd]) func largeDesignsTakeAllPairsThatThereAre(
        estimator: Estimator
    ) throws {
        let design = try design(13, 10_000, estimator)
        #expect(design.coalitions.count == 4095)
        #expect(Set(design.coalitions).count == 4095)
    }

    /// Every beginning of a large design has its sizes in the shares of the whole.
    @Test func beginningsOfLargeDesignsAreSpreadOverTheSizes() throws {
        for estimator in [Estimator.leverage, .wls] {
            let design = try design(40, 4000, estimator)
            for count in [100, 700, 2000] {
                var counts = [Int](repeating: 0, count: 20)
                for stratum in design.stratumOfPair[..<count].dropFirst(estimator == .wls ? 0 : 40) {
                    counts[stratum] += 1
                }
                let border = estimator == .wls ? 0 : 40
                for stratum in (border == 0 ? 0 : 1)..<20 {
                    let share = Double(design.planned[stratum]) / Double(4000 - border)
                    #expect(abs(Double(counts[stratum]) - share * Double(count - border)) < 2)
                }
            }
        }
    }

    /// The first pairs of a stratum that is drawn one by one are as likely as any others.
    @Test func onePairAfterTheOtherIsUniformToo() {
        var counts: [Coalition: Int] = [:]
        for seed in 0..<3000 as Range<UInt64> {
            var random = CounterRandom(seed: seed, stream: 4)
            var draws = PairDraws(PairStratum(size: 3, players: 6))
            let all = (0..<10).map { _ in draws.next(&random) }
            #expect(Set(all).count == 10)
            for coalition in all[1...2] { counts[coalition, default: 0] += 1 }
        }
        #expect(counts.count == 10)
        // 600 expected each, standard deviation 22.
        #expect(counts.values.allSatisfy { abs($0 - 600) < 110 })
    }

    /// 13 players: of 3,000 pairs those of two players are few, but as many of the first as those of any other size.
    @Test func beginningsOfNestedDesignsDoNotDependOnTheWhole() throws {
        let design = try design(13, 3000, .gpOdd)
        for count in [50, 100, 300] {
            var counts = [Int](repeating: 0, count: 6)
            for stratum in design.stratumOfPair[13..<(13 + count)] { counts[stratum] += 1 }
            #expect(counts[1...].allSatisfy { abs(Double($0) - Double(count) / 5) < 2 })
        }
    }

    @Test func anySizeMayComeFirst() {
        let strata = PairStratum.all(players: 9)
        let first = (0..<200 as Range<UInt64>).map { seed in
            var random = CounterRandom(seed: seed, stream: 5)
            var stream = PairStream(strata: strata, counts: [9, 9, 9, 9], rates: [1, 1, 1, 1], &random)
            return stream.next(&random).stratum
        }
        // 50 expected each, standard deviation 6.
        #expect((0..<4).allSatisfy { stratum in (20...80).contains(first.count { $0 == stratum }) })
    }
}
