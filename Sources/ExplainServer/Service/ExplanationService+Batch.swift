import ExplainAPI
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

    /// Explains every instance of an order on this thread, block after block: the road of a job.
    ///
    /// Progress counts rows.
    ///
    /// - Throws: ``ExplainError`` as the computation of the first instance that fails does.
    func explainBlocksInJob(
        _ order: ExplanationOrder, context: ComputeContext
    ) throws(ExplainError) -> [ServedExplanation] {
        var explained: [ServedExplanation] = []
        let rows = order.instances.rows
        for start in stride(from: 0, to: rows, by: Self.batchRows) {
            let identities = (start..<min(start + Self.batchRows, rows)).map { ($0, order.identity(of: $0)) }
            var block = identities.map { instance, identity in
                cache.recheck(identity.key).map {
                    ServedExplanation(value: $0, origin: .hit, seed: identity.seed)
                }
            }
            let missing = block.indices.filter { block[$0] == nil }
            let before = start + block.count - missing.count
            var own = context
            own.progress = { progress in
                let done = (before + progress.done) * order.plan.evaluations
                context.progress(Progress(done: min(order.evaluations, done), total: order.evaluations))
            }
            let values = try computeBlock(order, missing.map { (identities[$0].0, identities[$0].1.key) }, own)
            for (position, value) in zip(missing, values) {
                block[position] = ServedExplanation(value: value, origin: .miss, seed: identities[position].1.seed)
            }
            explained += block.compactMap(\.self)
            own.progress(Progress(done: missing.count, total: missing.count))
        }
        return explained
    }

    /// Computes instances together, or one after another where that fails: the error is then that of the first that fails.
    private func computeBlock(
        _ order: ExplanationOrder, _ identities: [(instance: Int, key: CacheKey)], _ context: ComputeContext
    ) throws(ExplainError) -> [CachedExplanation] {
        if identities.isEmpty { return [] }
        do throws(ExplainError) {
            return try compute(order, identities, context: context)
        } catch {
            guard error != .cancelled, error != .deadlineExceeded else { throw error }
            var values: [CachedExplanation] = []
            for (instance, key) in identities {
                var own = context
                own.progress = { _ in }
                values.append(try compute(order, instance: instance, key: key, context: own, call: RemoteCall()))
            }
            return values
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
