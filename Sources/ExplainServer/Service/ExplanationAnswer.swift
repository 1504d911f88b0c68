import ExplainAPI
import ExplainCore

/// The answer to an order: every instance's explanations as documents.
struct ExplanationAnswer: Sendable {
    let order: ExplanationOrder
    let explained: [ServedExplanation]
    let application: Application

    /// Whether nothing in it carries a sampling error.
    var isExact: Bool { explained.allSatisfy { $0.value.explanations.allSatisfy(\.isExact) } }

    /// The body, with the job that refines it, or why there is none, if one was asked for.
    func response(refinement: Result<Job, Problem>? = nil) -> ExplainResponse {
        ExplainResponse(
            predictions: explained.map(\.value.response),
            explanations: explained.indices.map(documents),
            refinement: refinement?.map { JobReference(id: $0.id) })
    }

    private func documents(of instance: Int) -> [ExplanationDocument] {
        let served = order.served
        let row = Array(order.instances.row(instance))
        let data = RowEncoder(schema: served.schema).row(row, players: order.players)
        let explanation = explained[instance]
        return zip(order.outputs, explanation.value.explanations).map { output, attributions in
            ExplanationDocument(
                id: application.identifiers.next(.explanation),
                model: served.reference, output: output, explanation: attributions,
                features: order.players.names, data: data,
                background: order.usedBackground,
                seed: explanation.seed, engine: Engine.version, cache: explanation.origin,
                isCut: explanation.value.isCut)
        }
    }
}
