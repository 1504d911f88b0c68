import Testing

@testable import ExplainCore

/// Interactions in the path-dependent game against the enumeration of all its coalitions, and against XGBoost.
@Suite struct PathInteractionTests {
    private func players(_ features: Int) -> [Players] {
        let even = Array(stride(from: 0, to: features, by: 2))
        let odd = Array(stride(from: 1, to: features, by: 2))
        return [
            Players(names: (0..<features).map { "f\($0)" }, columns: (0..<features).map { [$0] }),
            Players(names: ["even"] + odd.map { "f\($0)" }, columns: [even] + odd.map { [$0] }),
        ]
    }

    @Test(arguments: TreeSHAPTests.shapes, [0, 0.05])
    func indicesAreThoseOfTheGame(shape: RandomForest.Shape, rounding: Double) throws {
        var forest = RandomForest(shape, seed: 21)
        forest.addCovers(rounding: rounding)
        let ensemble = try forest.ensemble()
        let instances = forest.rows(3)
        for players in players(shape.features) {
            for index in 0..<3 {
                let instance = [Double](instances.row(index))
                let game = CoverGame(ensemble: ensemble, players: players, instance: instance)
                let exact = try ExactEnumeration().attributions(
                    of: game.game, interactions: true, context: ComputeContext())
                let truth = try #require(exact.interactions)
                let found = try TreeSHAP(ensemble, players: players).pathDependentInteractions(
                    instance: instance, context: ComputeContext())
                #expect(found.count == truth.count)
                for (matrix, known) in zip(found, truth) {
                    let scale = max(1e-3, known.storage.reduce(0) { max($0, abs($1)) })
                    let widest = zip(matrix.storage, known.storage).reduce(0) { max($0, abs($1.0 - $1.1)) }
                    #expect(widest <= 1e-12 * scale)
                }
            }
        }
    }

    @Test func valuesOfXGBoost() throws {
        let golden = try GoldenCase("xgb_reg")
        let ensemble = try #require(golden.model as? TreeEnsemble)
        let method = TreeSHAP(ensemble, players: .features(of: golden.schema))
        let known = try #require(golden.expected["interactions_path_dependent"]?.asArray)
        #expect(known.count == 2)
        let count = golden.schema.count
        for (index, rows) in known.enumerated() {
            // The last row and column are the bias.
            let truth = rows.matrix
            var result = try method.pathDependent(instance: golden.instance(index), context: ComputeContext())
            result.interactions = try method.pathDependentInteractions(
                instance: golden.instance(index), context: ComputeContext())
            let matrix = try #require(result.interactionMatrix(of: 0))
            let scale = truth.storage.reduce(0) { max($0, abs($1)) }
            for row in 0..<count {
                let wanted = [Double](truth.row(row).prefix(count))
                #expect(zip(matrix.row(row), wanted).allSatisfy { abs($0 - $1) <= 1e-6 * scale })
                #expect(abs(matrix.row(row).reduce(0, +) - result.values[0, row]) <= 1e-12 * scale)
            }
        }
    }

    @Test func threadsAndOtherMarginsChangeNoBit() throws {
        var forest = RandomForest(RandomForest.Shape(margins: 2, trees: 70), seed: 22)
        forest.addCovers()
        let ensemble = try forest.ensemble()
        let instance = [Double](forest.rows(1).row(0))
        let players = try #require(players(7).first)
        let method = TreeSHAP(ensemble, players: players)
        let alone = try method.pathDependentInteractions(instance: instance, context: ComputeContext(parallelism: 1))
        let shared = try method.pathDependentInteractions(instance: instance, context: ComputeContext(parallelism: 3))
        #expect(alone == shared)
        let turned = try TreeSHAP(ensemble, players: players, margins: [1, 0]).pathDependentInteractions(
            instance: instance, context: ComputeContext())
        #expect(turned == alone.reversed())
    }

    @Test func longPathsStayFinite() throws {
        let depth = 80
        let ensemble = try Chain.ensemble(depth: depth)
        let players = Players(names: (0..<depth).map { "f\($0)" }, columns: (0..<depth).map { [$0] })
        let instance = [Double](repeating: 0, count: depth)
        let method = TreeSHAP(ensemble, players: players)
        var result = try method.pathDependent(instance: instance, context: ComputeContext())
        result.interactions = try method.pathDependentInteractions(instance: instance, context: ComputeContext())
        let matrix = try #require(result.interactionMatrix(of: 0))
        let whole = matrix.storage.reduce(result.baseValues[0], +)
        #expect(abs(whole - 1) < 1e-12)
        // F_k(t) = z + t (1 - z) with one share z after another: here all of them are d / (d + 1), to d = 1.
        let shares = (0..<depth).map { Double(depth - $0) / Double(depth + 1 - $0) }
        let rule = GaussLegendre(count: depth / 2)
        for (first, second) in [(0, 1), (3, 50), (78, 79)] {
            var index = 0.0
            for (node, weight) in zip(rule.nodes, rule.weights) {
                var product = weight * (1 - shares[first]) * (1 - shares[second])
                for (player, share) in shares.enumerated() where player != first && player != second {
                    product *= share + node * (1 - share)
                }
                index += product
            }
            // The other leaves are 0.
            #expect(abs(2 * matrix[first, second] - index) < 1e-13)
        }
    }

    @Test func aComputationStopsWhenItIsTold() throws {
        var forest = RandomForest(RandomForest.Shape(), seed: 23)
        let uncovered = try forest.ensemble()
        forest.addCovers()
        let ensemble = try forest.ensemble()
        let players = try #require(players(7).first)
        let instance = [Double](forest.rows(1).row(0))
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: ExplainError.cancelled) {
            try TreeSHAP(ensemble, players: players).pathDependentInteractions(
                instance: instance, context: ComputeContext(cancellation: cancellation))
        }
        #expect(throws: ExplainError.self) {
            try TreeSHAP(uncovered, players: players).pathDependentInteractions(
                instance: instance, context: ComputeContext())
        }
    }
}
