import ExplainCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Works out the outputs: their names, the space explained by default, and which output.
///
/// A model with one probability and two names is a classifier of two classes; it is served through ``TwoClassModel``, so
/// that both classes are outputs and the model's own column is the second.
struct OutputResolver {
    /// The model as served.
    let model: any Model
    /// One name an output.
    let names: [String]
    /// The space explained by default.
    let space: OutputSpace
    /// The output explained by default.
    let defaultOutput: Int

    /// Resolves the settings against the model.
    ///
    /// - Throws: ``ModelLoadError/settings(_:)`` when they do not fit.
    init(_ settings: ModelSettings, _ file: LoadedModelFile) throws(ModelLoadError) {
        space = try Self.space(settings, file.model)
        let given = settings.outputs ?? file.outputNames
        let isTwoClass = given?.count == 2 && Self.scoresOneOfTwoClasses(file.model)
        model = isTwoClass ? TwoClassModel(file.model, answersBoth: file.answersBothClasses) : file.model
        let count = model.outputCount(in: space) ?? 0
        if let outputs = settings.outputs, outputs.count != count {
            throw .settings(.outputCount(outputs.count, model: count))
        }
        names = given.flatMap { $0.count == count ? $0 : nil } ?? Self.plainNames(count)
        let fallback = isTwoClass ? 1 : min(file.defaultOutput, max(0, count - 1))
        defaultOutput = try Self.defaultOutput(settings.defaultOutput, names, fallback: fallback)
    }

    private static func space(_ settings: ModelSettings, _ model: any Model) throws(ModelLoadError) -> OutputSpace {
        if let space = settings.space {
            guard model.outputCount(in: space) != nil else { throw .settings(.spaceNotOffered(space)) }
            return space
        }
        // A forest that answers the mean of its trees is not explained by their sum.
        let isMean = (model as? TreeEnsemble)?.isExplainedAsMean ?? false
        let order: [OutputSpace] = isMean ? [.probability, .margin] : [.margin, .probability]
        let offered = order.first { model.outputCount(in: $0) != nil }
        guard let offered else { throw .settings(.nothingToExplain) }
        return offered
    }

    /// Whether the model's one output is the log-odds and the probability of a class.
    ///
    /// A rate, such as a Poisson regression's, is one number after a link as well, and 1 - rate would mean nothing. Where the
    /// model does not name its link one row tells them apart: only the logistic link gives p = 1 / (1 + exp(-margin)), and
    /// a forest's share of trees is both.
    private static func scoresOneOfTwoClasses(_ model: any Model) -> Bool {
        guard TwoClassModel.applies(to: model) else { return false }
        let link = (model as? TreeEnsemble)?.link ?? (model as? LinearLeafForest)?.link
        if link?.isLogistic == true { return true }
        let row = Matrix(rows: 1, columns: model.featureCount)
        guard let probability = try? model.predict(row, space: .probability).storage.first else { return false }
        guard let margin = try? model.predict(row, space: .margin).storage.first else {
            return (0...1).contains(probability)
        }
        if margin == probability { return (0...1).contains(probability) }
        return abs(probability - 1 / (1 + exp(-margin))) <= 1e-6
    }

    private static func defaultOutput(
        _ name: String?, _ names: [String], fallback: Int
    ) throws(ModelLoadError) -> Int {
        guard let name else { return fallback }
        guard let index = names.firstIndex(of: name) else {
            throw .settings(.unknownDefaultOutput(name, among: names))
        }
        return index
    }

    private static func plainNames(_ count: Int) -> [String] {
        count == 1 ? ["output"] : (0..<count).map { "output_\($0)" }
    }
}
