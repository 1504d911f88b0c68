/// The parts of a model that its margins are sums of, so that Shapley values need no sampling.
struct ClosedForm: Sendable {
    /// What the margins are sums of.
    enum Parts: Sendable {
        case trees(TreeEnsemble)
        case linear(LinearModel)
    }

    /// How an output of the model follows from a margin of the parts: `offset + factor * margin`.
    struct Output: Sendable {
        let margin: Int
        let factor: Double
        let offset: Double
    }

    let parts: Parts
    private let isTwoClass: Bool
    /// What a class's probability and its complement's add up to; 0 for their margins.
    private let whole: Double
    /// What margins are divided by.
    private let divisor: Double

    /// The parts of `model`; nil when it has none.
    init?(_ model: any Model) {
        let view = model as? TwoClassModel
        switch view?.model ?? model {
        case let ensemble as TreeEnsemble: parts = .trees(ensemble)
        case let linear as LinearModel: parts = .linear(linear)
        case let graph as ONNXModel:
            guard let linear = graph.linear else { return nil }
            parts = .linear(linear)
        default: return nil
        }
        isTwoClass = view != nil
        whole = 0
        divisor = 1
    }

    /// The parts of `model` where its outputs in `space` are its margins, means of them, or complements in a two-class view.
    init?(_ model: any Model, space: OutputSpace) {
        guard let form = ClosedForm(model) else { return nil }
        let link: Link =
            switch form.parts {
            case .trees(let ensemble): ensemble.link
            case .linear(let linear): linear.link
            }
        var divisor = 1.0
        if case .trees(let ensemble) = form.parts, space == .probability { divisor = ensemble.output.divisor }
        let isMean = link == .identity && divisor != 1 && !form.isTwoClass
        guard space == .margin || (space == .probability && (link == .probability || isMean)) else { return nil }
        parts = form.parts
        isTwoClass = form.isTwoClass
        whole = link == .probability ? 1 : 0
        self.divisor = divisor
    }

    /// The method against a background.
    var method: Method {
        switch parts {
        case .trees: .treeSHAP
        case .linear: .linearSHAP
        }
    }

    /// Where output `index` of the model comes from.
    func output(_ index: Int) -> Output {
        guard isTwoClass else { return Output(margin: index, factor: 1 / divisor, offset: 0) }
        return index == 1 ? Output(margin: 0, factor: 1, offset: 0) : Output(margin: 0, factor: -1, offset: whole)
    }

    /// The arithmetic steps of an explanation, at most.
    func operations(of method: Method, players: Int, backgroundRows: Int) -> Double {
        switch parts {
        case .linear(let linear): return Double(linear.weights.count) * Double(max(1, backgroundRows))
        case .trees(let ensemble) where method == .treePathDependent:
            return ensemble.trees.reduce(0) { sum, tree in
                let deciding = Double(min(tree.depth, players))
                return sum + Double(tree.nodes.count) * (4 + 2 * deciding)
            }
        case .trees(let ensemble): return Double(ensemble.nodes.count) * Double(max(1, backgroundRows))
        }
    }
}
