import ExplainCore
import Testing

@testable import ExplainServer

/// Who builds the tables of tree models, and who keeps them.
@Suite struct LeafTableBuilderTests {
    private static let folder = DemonstrationModelTests.folder

    /// A served model whose margins are sums over trees, with a background.
    private func model(_ repository: ModelRepository) throws -> ServedModel {
        try #require(
            repository.snapshot.models.first { $0.structure.format.contains("xgboost") && $0.defaultBackground != nil })
    }

    private func explain(_ served: ServedModel, background: Background) throws -> [Double] {
        let plan = try MethodPlanner().plan(
            PlanRequest(), players: served.players.count, backgroundRows: background.rows.rows, outputs: 1,
            model: served.model, space: .margin)
        let task = ExplanationTask(
            model: served.model, schema: served.schema, instance: [Double](background.rows.row(0)),
            background: background, players: served.players, space: .margin, outputs: [0], plan: plan,
            leafTables: served.leafTables)
        return try #require(try task.run(ComputeContext()).first).values
    }

    @Test func tablesOfTheDefaultBackgroundAreBuiltAtLoad() throws {
        let repository = ModelRepository(folder: Self.folder)
        let served = try model(repository)
        let background = try #require(served.defaultBackground.flatMap { served.backgrounds[$0] })
        let cold = try explain(served, background: background)
        let builder = LeafTableBuilder()
        builder.serve(repository.snapshot)
        #expect(builder.drain(timeoutMilliseconds: 60_000))
        #expect(served.leafTables.count >= 1)
        #expect(served.leafTables.bytes <= served.leafTables.maximumBytes)
        #expect(try explain(served, background: background) == cold)
    }

    @Test func aBoundOfZeroKeepsNone() throws {
        let repository = ModelRepository(folder: Self.folder, leafTableBytes: 0)
        let builder = LeafTableBuilder()
        builder.serve(repository.snapshot)
        #expect(builder.drain(timeoutMilliseconds: 60_000))
        #expect(repository.snapshot.models.allSatisfy { $0.leafTables.bytes == 0 })
    }

    @Test func whatIsAskedForOftenIsBuilt() throws {
        let repository = ModelRepository(folder: Self.folder)
        let served = try model(repository)
        let builder = LeafTableBuilder()
        builder.serve(repository.snapshot)
        let rows = try #require(served.defaultBackground.flatMap { served.backgrounds[$0] }).rows
        let background = try Background(
            Matrix(rows: 3, columns: rows.columns, storage: Array(rows.storage[..<(3 * rows.columns)])))
        for _ in 0..<LeafTableCache.rowsWorthTables { _ = try explain(served, background: background) }
        #expect(builder.drain(timeoutMilliseconds: 60_000))
        #expect(served.leafTables.count >= 2)
    }

    @Test func buildsOfModelsThatAreGoneStop() throws {
        let repository = ModelRepository(folder: Self.folder)
        let served = try model(repository)
        let background = try #require(served.defaultBackground.flatMap { served.backgrounds[$0] })
        let builder = LeafTableBuilder()
        builder.serve(repository.snapshot)
        builder.serve(ModelCatalog())
        let other = try Background(Matrix(rows: 1, columns: background.rows.columns, repeating: 1))
        for _ in 0..<LeafTableCache.rowsWorthTables { _ = try explain(served, background: other) }
        #expect(builder.drain(timeoutMilliseconds: 60_000))
        let count = served.leafTables.count
        try served.leafTables.build(
            of: served.model, players: served.players, background: other, context: ComputeContext())
        #expect(served.leafTables.count == count + 1, "nobody has built them before")
    }

    @Test func aReloadKeepsTheTablesOfTheSameModel() throws {
        let fixture = RepositoryFixture()
        fixture.writeModel("a")
        fixture.writeModel("b")
        let repository = ModelRepository(folder: fixture.path)
        let before = repository.snapshot
        fixture.writeModel("b", model: RepositoryFixture.linear.replacing("0.5", with: "0.25"))
        let after = repository.reload()
        #expect(try #require(after.model("a")).leafTables === #require(before.model("a")).leafTables)
        #expect(try #require(after.model("b")).leafTables !== #require(before.model("b")).leafTables)
    }
}
