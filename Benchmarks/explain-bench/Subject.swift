import ExplainCore

/// A model to measure, with its reference rows and the rows to explain.
struct Subject {
    /// The model's name: its file's, without the extension.
    let name: String
    /// Where the model file is.
    let path: String
    /// The model.
    let model: any Model
    /// The reference rows.
    let background: Background
    /// The rows to explain.
    let instances: Matrix
    /// The columns.
    let schema: FeatureSchema

    /// One player a column.
    var players: Players { .features(of: schema) }

    /// The trees, where the model is made of trees.
    var trees: TreeEnsemble? { model as? TreeEnsemble }

    /// The scale that black-box methods explain: the margin, or the probability where the margin is linear and sampling is
    /// exact.
    var space: OutputSpace {
        model is LinearModel && model.outputCount(in: .probability) != nil ? .probability : .margin
    }

    /// Reads the model at `path` and the rows beside it.
    ///
    /// - Throws: ``SubjectError`` when a file is missing, unreadable, of an unknown format or of another width.
    init(name: String, path: String, stem: String) throws(SubjectError) {
        self.name = name
        self.path = path
        guard let bytes = InputFile.bytes(path) else { throw SubjectError(reason: "cannot be read") }
        do throws(ModelFormatError) {
            model = try ModelFile.load(bytes).model
        } catch {
            throw SubjectError(reason: error.message)
        }
        instances = try Self.rows("\(stem).instances.csv", columns: model.featureCount)
        let references = try Self.rows("\(stem).background.csv", columns: model.featureCount)
        guard let background = try? Background(references), instances.rows > 0,
            let schema = try? FeatureSchema((0..<model.featureCount).map { Feature(name: "x\($0)") })
        else { throw SubjectError(reason: "has no background or no instances") }
        self.background = background
        self.schema = schema
    }

    /// One row to explain.
    func instance(_ index: Int) -> [Double] { Array(instances.row(index % instances.rows)) }

    /// The first `count` rows, over again where there are fewer.
    func rows(_ count: Int) -> Matrix {
        Matrix(rows: count, columns: instances.columns, storage: (0..<count).flatMap { instance($0) })
    }

    /// The game of one row against the background, for `model` in place of the subject's own where given.
    func game(_ index: Int, model: (any Model)? = nil) -> ModelGame {
        ModelGame(
            model: model ?? self.model, instance: instance(index), background: background, players: players,
            space: space, outputs: [0])
    }

    /// The rows of a CSV file without a header.
    private static func rows(_ path: String, columns: Int) throws(SubjectError) -> Matrix {
        guard let bytes = InputFile.bytes(path) else { throw SubjectError(reason: "\(path) cannot be read") }
        var reader = CSVReader(bytes)
        var values: [Double] = []
        var width = 0
        do throws(CSVError) {
            while let record = try reader.nextRecord() {
                width = record.count
                values += record.map { Double($0) ?? .nan }
            }
        } catch {
            throw SubjectError(reason: "\(path), \(error.message)")
        }
        guard width == columns else {
            throw SubjectError(reason: "\(path) has \(width) columns, the model \(columns)")
        }
        return Matrix(rows: values.count / columns, columns: columns, storage: values)
    }
}
