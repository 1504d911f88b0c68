/// Calls a model in batches of its own liking and hands on finite answers only.
struct ModelCaller: Sendable {
    let model: any Model
    let space: OutputSpace
    /// The model's number of outputs in `space`.
    let outputs: Int

    /// - Throws: ``ExplainError/model(_:)`` when the model does not offer `space`.
    init(model: any Model, space: OutputSpace) throws(ExplainError) {
        guard let outputs = model.outputCount(in: space) else { throw .model(.spaceNotOffered(space)) }
        self.model = model
        self.space = space
        self.outputs = outputs
    }

    /// The answers for `rows`, k x `featureCount` values: k x `outputs` numbers.
    ///
    /// `firstRow` is the number of the first row in error messages.
    ///
    /// - Throws: ``ExplainError/model(_:)``, or how a model that is asked elsewhere was stopped.
    func predict(_ rows: [Double], firstRow: Int) throws(ExplainError) -> [Double] {
        let width = max(1, model.featureCount)
        var answers = [Double](repeating: 0, count: rows.count / width * outputs)
        do throws(ModelError) {
            var span = answers.mutableSpan
            try model.predict(rows.span, space: space, into: &span)
        } catch .notFinite(let row) {
            throw .model(.notFinite(row: firstRow + row))
        } catch {
            throw ExplainError(error)
        }
        if let index = answers.firstIndex(where: { !$0.isFinite }) {
            throw .model(.notFinite(row: firstRow + index / outputs))
        }
        return answers
    }
}
