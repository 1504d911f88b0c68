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
    /// Equal requests in flight share one computation; one whose caller has set a deadline computes for itself.
    ///
    /// - Parameters:
    ///   - order: what to explain.
    ///   - deadline: when to stop, and who says so.
    ///   - isInPool: whether this thread is one of the pool's, and computes itself.
    ///   - completion: told the outcome once; on this thread when the cache answers or the pool is full.
    func explain(
        _ order: ExplanationOrder, deadline: Deadline, isInPool: Bool, completion: @escaping Gathering.Completion
    ) {
        let gathering = Gathering(count: order.instances.rows, completion: completion)
        let isShared = !deadline.isCallers
        var debts: [Debt] = []
        for instance in 0..<order.instances.rows {
            let (key, seed) = order.identity(of: instance)
            if let kept = cache.value(for: key) {
                gathering.succeed(instance, ServedExplanation(value: kept, origin: .hit, seed: seed))
            } else if isShared {
                join(order, instance, (key, seed), deadline, gathering, &debts)
            } else {
                debts.append(debt(instance, (key, seed), gathering))
            }
        }
        guard !debts.isEmpty else { return }
        compute(debts, of: order, deadline: deadline, isInPool: isInPool)
    }

    /// Explains every instance of an order on this thread: the road of a job.
    ///
    /// - Throws: ``ExplainError`` as the computation does.
    func explainInJob(
        _ order: ExplanationOrder, context: ComputeContext
    ) throws(ExplainError) -> [ServedExplanation] {
        var explanations: [ServedExplanation] = []
        let total = order.evaluations
        let resumed = Mutex(0)
        for instance in 0..<order.instances.rows {
            let (key, seed) = order.identity(of: instance)
            let before = instance * order.plan.evaluations
            if let kept = cache.recheck(key) {
                explanations.append(ServedExplanation(value: kept, origin: .hit, seed: seed))
            } else {
                var own = context
                own.seed = seed
                let resumedBefore = resumed.withLock { $0 }
                own.progress = { progress in
                    let taken = resumedBefore + progress.resumed
                    resumed.withLock { $0 = taken }
                    context.progress(Progress(done: min(total, before + progress.done), total: total, resumed: taken))
                }
                // Another version of the engine may compute other bits, so it does not go on with what this one kept.
                own.keeper = context.keeper.map { ScopedKeeper(keeper: $0, scope: "\(Engine.version)/\(instance)") }
                let value = try compute(order, instance: instance, key: key, context: own)
                explanations.append(ServedExplanation(value: value, origin: .miss, seed: seed))
            }
            context.progress(
                Progress(
                    done: min(total, before + order.plan.evaluations), total: total, resumed: resumed.withLock { $0 }))
        }
        return explanations
    }

    /// Joins the flight of an equal request, or leads one and owes its computation.
    ///
    /// The leader's batch may hold back this instance until the deadline: a follower then computes for itself.
    private func join(
        _ order: ExplanationOrder, _ instance: Int, _ identity: (key: CacheKey, seed: UInt64), _ deadline: Deadline,
        _ gathering: Gathering, _ debts: inout [Debt]
    ) {
        let role = Role()
        flights.run(identity.key) { outcome in
            if case .failure(.explain(.deadlineExceeded)) = outcome, !role.isLeader {
                let own = self.debt(instance, identity, gathering)
                return self.compute([own], of: order, deadline: deadline, isInPool: false)
            }
            Self.deliver(outcome, instance, role.isLeader ? .miss : .joined, identity.seed, to: gathering)
        } compute: { settle in
            role.lead()
            debts.append(Debt(instance: instance, key: identity.key, seed: identity.seed, settle: settle))
        }
        if !role.isLeader { cache.countJoined() }
    }

    private func debt(
        _ instance: Int, _ identity: (key: CacheKey, seed: UInt64), _ gathering: Gathering
    ) -> Debt {
        Debt(instance: instance, key: identity.key, seed: identity.seed) { outcome in
            Self.deliver(outcome, instance, .miss, identity.seed, to: gathering)
        }
    }

    private func compute(_ debts: [Debt], of order: ExplanationOrder, deadline: Deadline, isInPool: Bool) {
        let cancellation = Cancellation()
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(deadline.milliseconds)) {
            // Only a caller who asked for a deadline gets what was sampled until then: without one the same request
            // has the same answer, however busy the machine is.
            if deadline.isCallers { cancellation.expire() } else { cancellation.cancel() }
        }
        if isInPool { return settle(debts, of: order, cancellation) }
        guard pool.submit({ self.settle(debts, of: order, cancellation) }) else {
            for debt in debts { debt.settle(.failure(.overloaded)) }
            return
        }
    }

    private func settle(_ debts: [Debt], of order: ExplanationOrder, _ cancellation: Cancellation) {
        for debt in debts {
            if let kept = cache.recheck(debt.key) {
                debt.settle(.success(kept))
                continue
            }
            let context = ComputeContext(seed: debt.seed, cancellation: cancellation)
            do throws(ExplainError) {
                debt.settle(
                    .success(try compute(order, instance: debt.instance, key: debt.key, context: context)))
            } catch {
                // Nothing but the deadline cancels here.
                debt.settle(.failure(.explain(error == .cancelled ? .deadlineExceeded : error)))
            }
        }
    }

    /// Computes one instance and keeps the result, unless a deadline cut it short.
    private func compute(
        _ order: ExplanationOrder, instance: Int, key: CacheKey, context: ComputeContext
    ) throws(ExplainError) -> CachedExplanation {
        let started = clock.monotonicNanoseconds
        let explanations = try order.task(for: instance).run(context)
        let isCut = context.cancellation.isExpired && !explanations.allSatisfy(\.converged)
        let value = CachedExplanation(
            explanations: explanations, response: try respond(order, instance), isCut: isCut)
        if !isCut { cache.insert(value, for: key, model: order.served.name, costBytes: value.costBytes) }
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
        case .failure(.explain(.model(.notFinite))): gathering.fail(.notFinite(instance: instance))
        case .failure(let error): gathering.fail(error)
        }
    }
}
