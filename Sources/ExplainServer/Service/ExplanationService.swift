import Dispatch
import ExplainAPI
import ExplainCore
import Synchronization

/// The one way to an explanation: cache, then an equal computation in flight, then the compute pool.
final class ExplanationService: Sendable {
    /// Whether a caller leads its flight: read by the completion, which may run on another thread.
    private final class Role: Sendable {
        private let leads = Atomic(false)
        var isLeader: Bool { leads.load(ordering: .acquiring) }
        func lead() { leads.store(true, ordering: .releasing) }
    }

    /// The computation that a flight's leader owes.
    private struct Debt: Sendable {
        let instance: Int
        let key: CacheKey
        let seed: UInt64
        let settle: @Sendable (Result<CachedExplanation, ServiceError>) -> Void
    }

    let cache: ExplanationCache<CachedExplanation>
    let pool: ComputePool
    private let flights = SingleFlight<CacheKey, CachedExplanation, ServiceError>()
    private let metrics: Metrics
    private let clock: any ServerClock

    init(cacheBytes: Int, pool: ComputePool, metrics: Metrics, clock: any ServerClock) {
        cache = ExplanationCache(capacityBytes: cacheBytes)
        self.pool = pool
        self.metrics = metrics
        self.clock = clock
    }

    /// Explains every instance of an order.
    ///
    /// - Parameters:
    ///   - order: what to explain.
    ///   - isShared: whether equal requests in flight may share the computation; a caller with a deadline of its own
    ///     computes for itself.
    ///   - deadlineMilliseconds: when an anytime method answers with what it has, from now.
    ///   - completion: told the outcome once; on this thread when the cache answers or the pool is full.
    func explain(
        _ order: ExplanationOrder, isShared: Bool, deadlineMilliseconds: Int,
        completion: @escaping Gathering.Completion
    ) {
        let gathering = Gathering(count: order.instances.rows, completion: completion)
        var debts: [Debt] = []
        for instance in 0..<order.instances.rows {
            let (key, seed) = order.identity(of: instance)
            if let kept = cache.value(for: key) {
                gathering.succeed(instance, ServedExplanation(value: kept, origin: .hit, seed: seed))
            } else if isShared {
                join(key, instance: instance, seed: seed, gathering: gathering, debts: &debts)
            } else {
                debts.append(
                    Debt(instance: instance, key: key, seed: seed) { outcome in
                        Self.deliver(outcome, instance, .miss, seed, to: gathering)
                    })
            }
        }
        guard !debts.isEmpty else { return }
        compute(debts, of: order, deadlineMilliseconds: deadlineMilliseconds)
    }

    /// Explains every instance of an order on this thread: the road of a job.
    ///
    /// - Throws: ``ExplainError`` as the computation does.
    func explainInJob(
        _ order: ExplanationOrder, cancellation: Cancellation, parallelism: Int,
        progress: @escaping @Sendable (Progress) -> Void
    ) throws(ExplainError) -> [ServedExplanation] {
        var explanations: [ServedExplanation] = []
        let total = order.evaluations
        for instance in 0..<order.instances.rows {
            let (key, seed) = order.identity(of: instance)
            let before = instance * order.plan.evaluations
            if let kept = cache.recheck(key) {
                explanations.append(ServedExplanation(value: kept, origin: .hit, seed: seed))
            } else {
                let context = ComputeContext(seed: seed, cancellation: cancellation, parallelism: parallelism) {
                    progress(Progress(done: min(total, before + $0.done), total: total))
                }
                let value = try compute(order, instance: instance, key: key, context: context)
                explanations.append(ServedExplanation(value: value, origin: .miss, seed: seed))
            }
            progress(Progress(done: min(total, before + order.plan.evaluations), total: total))
        }
        return explanations
    }

    private func join(
        _ key: CacheKey, instance: Int, seed: UInt64, gathering: Gathering, debts: inout [Debt]
    ) {
        let role = Role()
        flights.run(key) { outcome in
            Self.deliver(outcome, instance, role.isLeader ? .miss : .joined, seed, to: gathering)
        } compute: { settle in
            role.lead()
            debts.append(Debt(instance: instance, key: key, seed: seed, settle: settle))
        }
        if !role.isLeader { cache.countJoined() }
    }

    private func compute(_ debts: [Debt], of order: ExplanationOrder, deadlineMilliseconds: Int) {
        let cancellation = Cancellation()
        let isTaken = pool.submit {
            for debt in debts {
                let context = ComputeContext(seed: debt.seed, cancellation: cancellation)
                if let kept = self.cache.recheck(debt.key) {
                    debt.settle(.success(kept))
                    continue
                }
                do throws(ExplainError) {
                    debt.settle(
                        .success(
                            try self.compute(order, instance: debt.instance, key: debt.key, context: context)))
                } catch {
                    debt.settle(.failure(.explain(error)))
                }
            }
        }
        guard isTaken else {
            for debt in debts { debt.settle(.failure(.overloaded)) }
            return
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(deadlineMilliseconds)) {
            cancellation.expire()
        }
    }

    /// Computes one instance and keeps the result, unless a deadline cut it short.
    private func compute(
        _ order: ExplanationOrder, instance: Int, key: CacheKey, context: ComputeContext
    ) throws(ExplainError) -> CachedExplanation {
        let started = clock.monotonicNanoseconds
        let explanations = try order.task(for: instance).run(context)
        let value = CachedExplanation(explanations: explanations, response: try respond(order, instance))
        let wasCut = context.cancellation.isExpired && !explanations.allSatisfy(\.converged)
        if !wasCut { cache.insert(value, for: key, model: order.served.name, costBytes: value.costBytes) }
        metrics.computed(
            model: order.served.name, method: order.plan.method,
            evaluations: explanations.map(\.evaluations).max() ?? 0,
            modelRows: explanations.map(\.modelRows).max() ?? 0,
            seconds: Double(clock.monotonicNanoseconds - started) / 1e9)
        return value
    }

    /// What the model itself answers for one instance, in its response space.
    private func respond(_ order: ExplanationOrder, _ instance: Int) throws(ExplainError) -> [Double] {
        let row = Matrix(rows: 1, columns: order.instances.columns, storage: Array(order.instances.row(instance)))
        do {
            return try order.served.native.predict(row, space: order.served.responseSpace).storage
        } catch {
            throw .model(error)
        }
    }

    private static func deliver(
        _ outcome: Result<CachedExplanation, ServiceError>, _ instance: Int, _ origin: CacheState,
        _ seed: UInt64, to gathering: Gathering
    ) {
        switch outcome {
        case .success(let value):
            gathering.succeed(instance, ServedExplanation(value: value, origin: origin, seed: seed))
        case .failure(let error): gathering.fail(error)
        }
    }
}
