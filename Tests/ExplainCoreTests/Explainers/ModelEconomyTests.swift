import Testing

@testable import ExplainCore

/// What the model is not asked, because the answer is known.
@Suite struct ModelEconomyTests {
    private let model = TestModel(features: 4, outputs: 2) { row in
        [row[0] * row[1] + row[2] * row[3], row[0] - 0.1 * row[2] * row[1]]
    }
    private let instance = [2.0, 3, 5, 0.7]

    /// Two columns of two values, one of three, one of as many as there are rows.
    private func background(rows count: Int = 12) throws -> Background {
        var rows: [Double] = []
        for row in 0..<count { rows += [row % 2, row / 2 % 2, row % 3, row].map(Double.init) }
        return try Background(
            Matrix(rows: count, columns: 4, storage: rows), weights: (0..<count).map { 1 + Double($0 % 5) })
    }

    private func game(
        _ model: any Model, _ background: Background, columns: [[Int]] = [[0], [1], [2], [3]]
    ) -> ModelGame {
        ModelGame(
            model: model, instance: instance, background: background,
            players: Players(names: columns.map { "\($0)" }, columns: columns), space: .margin, outputs: [0, 1])
    }

    private func values(_ game: ModelGame, _ coalitions: [Coalition]) throws -> [Double] {
        var values = [Double](repeating: 0, count: coalitions.count * game.outputCount)
        var span = values.mutableSpan
        try game.evaluate(coalitions[...], into: &span)
        return values
    }

    /// The value of a coalition from all its rows, as the game defines it.
    private func value(_ coalition: Coalition, output: Int, _ background: Background) throws -> Double {
        var first = 0.0
        var excess = CompensatedSum()
        for row in 0..<background.rows.rows {
            let mixed = (0..<4).map { coalition.contains($0) ? instance[$0] : background.rows[row, $0] }
            let answer = try model.predict(Matrix(rows: 1, columns: 4, storage: mixed), space: .margin)[0, output]
            if row == 0 { first = answer } else { excess.add(background.weights[row] * (answer - first)) }
        }
        return first + excess.value
    }

    @Test func valuesHaveTheBitsOfAllRows() throws {
        let background = try background()
        let found = try values(game(model, background), (0..<15).map { Coalition(bits: $0) })
        for bits in 0..<15 {
            for output in 0..<2 {
                let expected = try value(Coalition(bits: UInt64(bits)), output: output, background)
                #expect(found[2 * bits + output] == expected)
            }
        }
    }

    @Test func combinationsOfFewValuesArePredictedOnce() throws {
        // The absent players of each coalition, and the combinations of their values that occur.
        let known: [(absent: [Int], rows: Int)] = [
            ([0], 2), ([1], 2), ([2], 3), ([3], 12), ([0, 1], 4), ([0, 2], 6), ([0, 1, 2], 12), ([0, 3], 12),
        ]
        for (absent, rows) in known {
            let counting = CountingModel(model)
            _ = try values(game(counting, try background()), [Coalition(absent).complement(of: 4)])
            #expect(counting.rows == rows)
        }
    }

    @Test func groupsOfColumnsAreCountedTogether() throws {
        let counting = CountingModel(model)
        let game = game(counting, try background(), columns: [[0, 1], [2, 3]])
        _ = try values(game, [Coalition([1])])
        #expect(counting.rows == 4)
    }

    @Test(arguments: [1, 5, 64, 100]) func theSameBitsInBlocksOfAnySize(blockRows: Int) throws {
        let background = try background(rows: 50)
        let coalitions = (0..<40).map { Coalition(bits: UInt64($0 * 7 % 16)) }
        let function = model.function
        let other = TestModel(features: 4, outputs: 2, preferredBatchRows: blockRows, function: function)
        let found = try values(game(other, background), coalitions)
        #expect(found == (try values(game(model, background), coalitions)))
        #expect(found == (try coalitions.flatMap { try values(game(other, background), [$0]) }))
    }

    @Test func equalBackgroundRowsAreOneRow() throws {
        let rows = Matrix(rows: 4, columns: 2, storage: [1, .nan, 2, 3, 1, -.nan, 2, 3 + 1e-12])
        let weights = [1.0, 2, 3, 4]
        for isSingle in [false, true] {
            let sum = TestModel(features: 2, isSingle: isSingle) { row in
                [Double(Float(row[0])) + (row[1].isNaN ? 0.5 : Double(Float(row[1])))]
            }
            let game = ModelGame(
                model: sum, instance: [5, 6], background: try Background(rows, weights: weights),
                players: Players(names: ["a", "b"], columns: [[0], [1]]), space: .margin, outputs: [0])
            #expect(game.rowsPerCoalition == (isSingle ? 2 : 3))
            #expect(relativeDifference(try values(game, [Coalition()]), [0.4 * 1.5 + 0.6 * 5]) < 1e-15)
        }
    }

    private func explanation(
        _ model: any Model, _ instance: [Double], _ background: Background, _ method: RequestedMethod,
        budget: Int? = nil, output: Int = 0, baseValues: BaseValueCache? = nil
    ) throws -> Explanation {
        let schema = try FeatureSchema((0..<instance.count).map { Feature(name: "f\($0)", kind: .float) })
        let plan = try MethodPlanner().plan(
            PlanRequest(method: method, budget: budget), players: instance.count,
            backgroundRows: background.rows.rows, outputs: 1, model: model, space: .margin)
        let found = try ExplanationTask(
            model: model, schema: schema, instance: instance, background: background,
            players: .features(of: schema), space: .margin, outputs: [output], plan: plan, baseValues: baseValues
        ).run(ComputeContext(seed: 3))
        return try #require(found.first)
    }

    /// Of 14 features ten are as in every background row, one of them after rounding to float32 only.
    @Test(arguments: [RequestedMethod.exact, .kernelSHAP])
    func whatIsAsInTheBackgroundIsWorthNothingAndCostsNothing(method: RequestedMethod) throws {
        let single = TestModel(features: 14, isSingle: true) { row in
            let values = (0..<14).map { Double(Float(row[$0])) }
            return [values.reduce(1) { $0 * (1 + $1 / 10) } + values[12] * values[13]]
        }
        let instance = (0..<14).map { Double($0) + 0.1 }
        var rows: [Double] = []
        for row in 0..<6 {
            for (column, value) in instance.enumerated() {
                let isDistinct = [2, 5, 7, 11].contains(column)
                rows.append(isDistinct ? Double(row * column % 7) : value + (column == 3 ? 1e-12 : 0))
            }
        }
        let background = try Background(Matrix(rows: 6, columns: 14, storage: rows))
        let found = try explanation(single, instance, background, method)
        #expect(found.evaluations == 16 && found.isExact && found.converged)
        #expect(found.values.count == 14)
        for column in 0..<14 where ![2, 5, 7, 11].contains(column) { #expect(found.values[column] == 0) }
        #expect(found.values[5] != 0)
        #expect(
            found.prediction
                == (try single.predict(Matrix(rows: 1, columns: 14, storage: instance), space: .margin)[0, 0]))
        let all = ModelGame(
            model: single, instance: instance, background: background,
            players: Players(names: instance.map { "\($0)" }, columns: (0..<14).map { [$0] }), space: .margin,
            outputs: [0])
        let truth = try ExactEnumeration().attributions(of: all, context: ComputeContext()).values.storage
        #expect(relativeDifference(found.values, truth) < 1e-13)
        if method == .kernelSHAP { #expect(found.standardErrors == [Double](repeating: 0, count: 14)) }
    }

    /// All 12 rows of the background differ; what another background or output is worth is another number.
    @Test(arguments: [RequestedMethod.exact, .kernelSHAP])
    func theBaseValueIsEvaluatedOnceForAllInstances(method: RequestedMethod) throws {
        let (background, other) = (try background(), try self.background(rows: 7))
        let shared = BaseValueCache()
        for (number, instance) in [instance, [1.5, 2, 9, 20], instance].enumerated() {
            let (alone, together) = (CountingModel(model), CountingModel(model))
            let known = try explanation(alone, instance, background, method)
            let found = try explanation(together, instance, background, method, baseValues: shared)
            #expect(found == known)
            #expect(together.rows == alone.rows - (number == 0 ? 0 : 12))
            for (output, background) in [(1, background), (0, other)] {
                #expect(
                    try explanation(model, instance, background, method, output: output, baseValues: shared)
                        == explanation(model, instance, background, method, output: output))
            }
        }
    }

    @Test func anInstanceThatIsTheBackgroundIsWorthNothing() throws {
        let background = try Background(Matrix(rows: 3, columns: 4, storage: instance + instance + instance))
        for method in [RequestedMethod.exact, .kernelSHAP] {
            let found = try explanation(model, instance, background, method)
            #expect(found.values == [0, 0, 0, 0] && found.prediction == found.baseValue && found.isExact)
        }
    }
}
