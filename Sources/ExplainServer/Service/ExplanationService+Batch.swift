import ExplainCore

/// Instances that are computed together: their bits are those of each alone, in a fraction of the time.
///
/// They are those of models with parts to look into, which are never elsewhere.
extension ExplanationService {
    /// The instances that go through a model's parts together: the more, the better these are used; their time bounds how
    /// late a client who has gone is noticed.
    static let batchRows = 256

    /// Pays debts in blocks; a block that fails is paid one by one, so that every debtor hears of its own failure only.
    func settleTogether(_ debts: [Debt], of order: ExplanationOrder, _ cancellation: Cancellation) {
        for start in stride(from: 0, to: debts.count, by: Self.batchRows) {
            var missing: [Debt] = []
            for debt in debts[start..<min(start + Self.batchRows, debts.count)] {
                if let kept = cache.recheck(debt.key) { debt.settle(.success(kept)) } else { missing.append(debt) }
            }
            guard missing.count > 1, !missing.allSatisfy({ $0.audience.cancellation.isCancelled }) else {
                settle(missing, of: order, sharing: nil, RemoteCall())
                continue
            }
            let identities = missing.map { (instance: $0.instance, key: $0.key) }
            do throws(ExplainError) {
                let values = try compute(order, identities, context: ComputeContext(cancellation: cancellation))
                for (debt, value) in zip(missing, values) { debt.settle(.success(value)) }
            } catch {
                settle(missing, of: order, sharing: nil, RemoteCall())
            }
        }
    }

    /// Computes instances together, and keeps the results.
    func compute(
        _ order: ExplanationOrder, _ identities: [(instance: Int, key: CacheKey)], context: ComputeContext
    ) throws(ExplainError) -> [CachedExplanation] {
        let started = clock.monotonicNanoseconds
        let positions = identities.map(\.instance)
        let explanations = try order.task(for: 0, call: RemoteCall()).explanations(
            of: order.rows(positions), context: context)
        let responses = try respond(order, positions, RemoteCall())
        let seconds = Double(clock.monotonicNanoseconds - started) / 1e9 / Double(max(1, positions.count))
        return zip(identities, zip(explanations, responses)).map { identity, result in
            let value = CachedExplanation(explanations: result.0, response: result.1, isCut: false)
            cache.insert(value, for: identity.key, model: order.served.name, costBytes: value.costBytes)
            metrics.computed(
                model: order.served.name, method: order.plan.method,
                evaluations: result.0.map(\.evaluations).max() ?? 0, modelRows: result.0.map(\.modelRows).max() ?? 0,
                seconds: seconds)
            return value
        }
    }

    /// What the model itself answers for some instances, in its response space.
    func respond(
        _ order: ExplanationOrder, _ positions: [Int], _ call: RemoteCall
    ) throws(ExplainError) -> [[Double]] {
        do {
            let answers = try order.served.native(askedBy: call).predict(
                order.rows(positions), space: order.served.responseSpace)
            return (0..<answers.rows).map { [Double](answers.row($0)) }
        } catch {
            throw ExplainError(error)
        }
    }
}
