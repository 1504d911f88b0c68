import ExplainCore
import Testing

/// One case of Fixtures/golden/explanations: a model, its data and what is known about it.
struct GoldenCase {
    let name: String
    let model: any Model
    let schema: FeatureSchema
    let background: Background
    let labels: [Double]
    let instances: Matrix
    let expected: JSONValue

    init(_ name: String) throws {
        let folder = "explanations/" + name
        let files = ["xgb": "/model.json", "lgb": "/model.txt"]
        let file = files[String(name.prefix(3))] ?? "/model.plain.json"
        let loaded = try ModelFile.load(try Golden.bytes(folder + file))
        let data = try Golden.json(folder + "/data.json")
        let names = try #require(data["features"]?.asArray).compactMap(\.asString)
        let kinds = loaded.featureKinds ?? [Feature.Kind](repeating: .float, count: names.count)
        self.name = name
        model = loaded.model
        schema = try FeatureSchema(zip(names, kinds).map { Feature(name: $0, kind: $1, isNullable: true) })
        background = try Background(try #require(data["background"]).matrix)
        labels = try #require(data["y"]).doubles
        instances = try #require(data["instances"]).matrix
        expected = try Golden.json(folder + "/expected.json")
    }

    /// The instance number `index`.
    func instance(_ index: Int) -> [Double] { [Double](instances.row(index)) }

    /// The game of one instance.
    func game(instance index: Int, space: OutputSpace, outputs: [Int]) -> ModelGame {
        ModelGame(
            model: model, instance: instance(index), background: background, players: .features(of: schema),
            space: space, outputs: outputs)
    }
}

extension JSONValue {
    /// The numbers of an array; null is NaN.
    var doubles: [Double] { (asArray ?? []).map { $0.asDouble ?? .nan } }

    /// The whole numbers of an array.
    var ints: [Int] { (asArray ?? []).compactMap(\.asInt) }

    /// An array of rows.
    var matrix: Matrix {
        let rows = (asArray ?? []).map(\.doubles)
        return Matrix(rows: rows.count, columns: rows.first?.count ?? 0, storage: rows.flatMap(\.self))
    }
}
