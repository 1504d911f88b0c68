import ExplainCore
import Testing

@Suite struct ModelGameTests {
    private let model = TestModel(features: 3, outputs: 2) { row in
        [row[0] * row[1] + row[2], row[0] - 2 * row[2]]
    }
    private let instance = [2.0, 3, 5]

    private func background(weights: [Double]) throws -> Background {
        try Background(Matrix(rows: 3, columns: 3, storage: [1, 1, 1, 0, 2, 0, -1, 4, 7]), weights: weights)
    }

    private func values(_ game: ModelGame, _ coalitions: [Coalition]) throws -> [Double] {
        var values = [Double](repeating: 0, count: coalitions.count * game.outputCount)
        var span = values.mutableSpan
        try game.evaluate(coalitions[...], into: &span)
        return values
    }

    @Test func weightsRowsAndSelectsOutputs() throws {
        let background = try background(weights: [1, 2, 1])
        let players = Players(names: ["a", "b"], columns: [[0, 2], [1]])
        let game = ModelGame(
            model: model, instance: instance, background: background, players: players, space: .margin, outputs: [1, 0])
        // {b}: rows (1,3,1), (0,3,0), (-1,3,7). {a}: rows (2,1,5), (2,2,5), (2,4,5).
        let found = try values(game, [Coalition([1]), Coalition([0]), Coalition(), Coalition([0, 1])])
        #expect(relativeDifference(found, [-4, 2, -8, 9.5, -4, 1.25, -8, 11]) < 1e-15)
    }

    @Test func rowsWithoutWeightCostNothing() throws {
        let counting = CountingModel(model)
        let players = Players(names: ["a", "b", "c"], columns: [[0], [1], [2]])
        let game = ModelGame(
            model: counting, instance: instance, background: try background(weights: [1, 0, 1]), players: players,
            space: .margin, outputs: [0])
        #expect(game.rowsPerCoalition == 2)
        _ = try ExactEnumeration().attributions(of: game, context: ComputeContext())
        #expect(counting.rows == 15)
        #expect(game.modelRows(evaluations: 8) == 15)
        #expect(game.modelRows(evaluations: .max) == .max)
    }

    @Test func theFullCoalitionIsThePredictionToTheBit() throws {
        let golden = try GoldenCase("skl_mlp_reg")
        for index in 0..<5 {
            let game = golden.game(instance: index, space: .margin, outputs: [0])
            let row = Matrix(rows: 1, columns: 10, storage: golden.instance(index))
            let prediction = try golden.model.predict(row, space: .margin).storage
            #expect(try values(game, [Coalition(all: 10)]) == prediction)
        }
    }

    @Test func theSameBitsInAnyBatch() throws {
        let golden = try GoldenCase("skl_softmax")
        let game = golden.game(instance: 3, space: .probability, outputs: [0, 1, 2])
        let all = (0..<256).map { Coalition(bits: $0) }
        let together = try values(game, all)
        #expect(try all.flatMap { try values(game, [$0]) } == together)
        #expect(try values(game, all.reversed()).count == together.count)
        for (position, coalition) in all.enumerated().dropLast(250) {
            #expect(try values(game, [coalition, all[255]])[..<3] == together[(3 * position)..<(3 * position + 3)])
        }
    }

    @Test func missingValuesPassThrough() throws {
        let nanSum = TestModel(features: 2) { row in [(row[0].isNaN ? 100 : row[0]) + (row[1].isNaN ? 10 : row[1])] }
        let background = try Background(Matrix(rows: 1, columns: 2, storage: [.nan, 1]))
        let game = ModelGame(
            model: nanSum, instance: [2, .nan], background: background,
            players: Players(names: ["a", "b"], columns: [[0], [1]]), space: .margin, outputs: [0])
        #expect(try values(game, (0..<4).map { Coalition(bits: $0) }) == [101, 3, 110, 12])
    }

    @Test func aFailingModelIsNamedByBackgroundRow() throws {
        let broken = TestModel(features: 1, preferredBatchRows: 4) { row in [row[0] == 6 ? .nan : row[0]] }
        let rows = Matrix(rows: 9, columns: 1, storage: (0..<9).map(Double.init))
        let game = ModelGame(
            model: broken, instance: [1], background: try Background(rows, weights: [1, 0, 1, 1, 1, 1, 1, 1, 1]),
            players: Players(names: ["a"], columns: [[0]]), space: .margin, outputs: [0])
        #expect(throws: ExplainError.model(.notFinite(row: 6))) { try values(game, [Coalition()]) }
        let labels = ModelGame(
            model: broken, instance: [1], background: try Background(rows),
            players: Players(names: ["a"], columns: [[0]]), space: .label, outputs: [0])
        #expect(throws: ExplainError.model(.spaceNotOffered(.label))) { try values(labels, [Coalition()]) }
    }

    @Test func aConstantModelIsConstantToTheBit() throws {
        let constant = TestModel(features: 2) { _ in [0.1] }
        let rows = Matrix(rows: 7, columns: 2, repeating: 1)
        let game = ModelGame(
            model: constant, instance: [1, 2], background: try Background(rows),
            players: Players(names: ["a", "b"], columns: [[0], [1]]), space: .margin, outputs: [0])
        #expect(try values(game, (0..<4).map { Coalition(bits: $0) }) == [0.1, 0.1, 0.1, 0.1])
    }

    /// Wherever the empty coalition stands, whatever was shared before.
    @Test func sharedBaseValuesAreThoseOfTheirSpaceAndOutputs() throws {
        let golden = try GoldenCase("skl_softmax")
        let shared = BaseValueCache()
        let coalitions = [Coalition([0]), Coalition(), Coalition([1, 2])]
        for _ in 0..<2 {
            for (space, outputs) in [
                (OutputSpace.margin, [0, 1, 2]), (.probability, [0, 1, 2]), (.probability, [2, 0]), (.margin, [0, 2]),
            ] {
                let games = [nil, shared].map { cache in
                    ModelGame(
                        model: golden.model, instance: golden.instance(1), background: golden.background,
                        players: .features(of: golden.schema), space: space, outputs: outputs, baseValues: cache)
                }
                #expect(try values(games[1], coalitions) == values(games[0], coalitions))
            }
        }
    }
}
