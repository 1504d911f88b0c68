extension LeafTableCache {
    /// Builds the tables of a model, if its margins are sums over trees; see ``build(_:background:makesRoom:context:)``.
    ///
    /// - Returns: whether there are tables now.
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    @discardableResult
    public func build(
        of model: any Model, players: Players, background: Background, makesRoom: Bool = true,
        context: ComputeContext
    ) throws(ExplainError) -> Bool {
        guard case .trees(let ensemble) = ClosedForm(model, space: .margin)?.parts else { return false }
        return try build(
            TreeSHAP(ensemble, players: players), background: background, makesRoom: makesRoom, context: context)
    }
}
