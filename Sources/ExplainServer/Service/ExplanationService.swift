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
    struct Debt: Sendable {
        let instance: Int
        let key: CacheKey
        let seed: UInt64
        let audience: Audience
        let settle: @Sendable (Result<CachedExplanation, ServiceError>) -> Void
    }

    let cache: ExplanationCache<CachedExplanation>
    let pool: ComputePool
    private let flights = SingleFlight<CacheKey, CachedExplanation, ServiceError>()
    let metrics: Metrics
    let clock: any ServerClock

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
    ///   - presence: the client; what nobody waits for any more is not computed to its end.
    ///   - isInPool: whether this thread is one of the pool's, and computes itself.
    ///   - completion: told the outcome once; on this thread when the cache answers or the pool is full.
    func explain(
        _ order: ExplanationOrder, deadline: Deadline, presence: ClientPresence, isInPool: Bool,
        completion: @escaping Gathering.Completion
    ) {
        let gathering = Gathering(count: order.instances.rows, completion: completion)
        let isShared = !deadline.isCallers
        var debts: [Debt] = []
        for instance in 0..<order.instances.rows {
            let (key, seed) = order.identity(of: instance)
            if let kept = cache.value(for: key) {
                gathering.succeed(instance, ServedExplanation(value: kept, origin: .hit, seed: seed))
            } else if isShared {
                join(order, instance, (key, seed), deadline, presence, gathering, &debts)
            } else {
                debts.append(debt(instance, (key, seed), presence, gathering))
            }
        }
        guard !debts.isEmpty else { return }
        compute(debts, of: order, deadline: deadline, isInPool: isInPool)
    }

    /// Explains every instance of an order on this thread: the road of a job.
    ///
    /// - Throws: ``ExplainError`` as the computation does.
    func explainInJob(
        _ order: ExplanationOrder, context: ComputeContext, call: RemoteCall
    ) throws(ExplainError) -> [ServedExplanation] {
        if order.instances.rows > 1, order.task(for: 0, call: call).isBatched {
            return try explainBlocksInJob(order, context: context)
        }
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
                let value = try compute(order, instance: instance, key: key, context: own, call: call)
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
    /// The leader's batch may hold back this instance until the deadline, or the flight may have been abandoned as this
    /// caller came: a follower then computes for itself.
    private func join(
        _ order: ExplanationOrder, _ instance: Int, _ identity: (key: CacheKey, seed: UInt64), _ deadline: Deadline,
        _ presence: ClientPresence, _ gathering: Gathering, _ debts: inout [Debt]
    ) {
        let role = Role()
        let audience = Audience()
        flights.run(identity.key, presence: presence, audience: audience) { outcome in
            if !role.isLeader, Self.isLeadersOwn(outcome) {
                let own = self.debt(instance, identity, presence, gathering)
                return self.compute([own], of: order, deadline: deadline, isInPool: false)
            }
            Self.deliver(outcome, instance, role.isLeader ? .miss : .joined, identity.seed, to: gathering)
        } compute: { settle in
            role.lead()
            debts.append(
                Debt(instance: instance, key: identity.key, seed: identity.seed, audience: audience, settle: settle))
        }
        if !role.isLeader { cache.countJoined() }
    }

    /// Whether an outcome says something of the leader's request, and nothing of the computation.
    private static func isLeadersOwn(_ outcome: Result<CachedExplanation, ServiceError>) -> Bool {
        switch outcome {
        case .failure(.explain(.deadlineExceeded)), .failure(.abandoned): true
        case .success, .failure: false
        }
    }

    private func debt(
        _ instance: Int, _ identity: (key: CacheKey, seed: UInt64), _ presence: ClientPresence, _ gathering: Gathering
    ) -> Debt {
        let audience = Audience()
        audience.join(presence)
        return Debt(instance: instance, key: identity.key, seed: identity.seed, audience: audience) { outcome in
            Self.deliver(outcome, instance, .miss, identity.seed, to: gathering)
        }
    }

    private func compute(_ debts: [Debt], of order: ExplanationOrder, deadline: Deadline, isInPool: Bool) {
        let whole = Cancellation()
        let cancellations = [whole] + debts.map(\.audience.cancellation)
        let end = clock.monotonicNanoseconds + UInt64(deadline.milliseconds) * 1_000_000
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(deadline.milliseconds)) {
            // Only a caller who asked for a deadline gets what was sampled until then: without one the same request
            // has the same answer, however busy the machine is.
            for cancellation in cancellations {
                if deadline.isCallers { cancellation.expire() } else { cancellation.cancel() }
            }
        }
        let shares = deadline.isCallers && order.plan.isAnytime
        let call = RemoteCall(endNanoseconds: deadline.isCallers ? nil : end, fields: order.forwarded)
        let pay: ComputePool.Work = {
            if debts.count > 1, order.task(for: 0, call: call).isBatched {
                return self.settleTogether(debts, of: order, whole)
            }
            self.settle(debts, of: order, sharing: shares ? end : nil, call)
        }
        // The threads of the pool never wait for a model elsewhere: its target has threads of its own.
        let remote = order.served.remote
        if isInPool, remote == nil { return pay() }
        guard (remote?.threads ?? pool).submit(pay) else {
            let refusal = remote == nil ? ServiceError.overloaded : .modelOverloaded(order.served.name)
            for debt in debts { debt.settle(.failure(refusal)) }
            return
        }
    }

    /// Pays debts one after another; each gets its share of the time until `end`, where there is one, so that the deadline
    /// of a request leaves an answer for every instance.
    func settle(_ debts: [Debt], of order: ExplanationOrder, sharing end: UInt64?, _ call: RemoteCall) {
        for (position, debt) in debts.enumerated() {
            if let kept = cache.recheck(debt.key) {
                debt.settle(.success(kept))
                continue
            }
            debt.settle(outcome(of: debt, order, sharing: end, amongst: debts.count - position, call))
        }
    }

    /// One instance's outcome within its share of the time until `end`, where there is one.
    ///
    /// A share that was too short for the least sample is no reason to fail while the request has time: the instance takes
    /// four times as much, and so on.
    private func outcome(
        of debt: Debt, _ order: ExplanationOrder, sharing end: UInt64?, amongst count: Int, _ call: RemoteCall
    ) -> Result<CachedExplanation, ServiceError> {
        guard let end else { return outcome(of: debt, order, call) }
        var sharers = count
        while true {
            if sharers > 1 { expire(debt, after: end, amongst: sharers) }
            let outcome = outcome(of: debt, order, call)
            guard case .failure(.explain(.deadlineExceeded)) = outcome, sharers > 1,
                clock.monotonicNanoseconds < end, debt.audience.cancellation.renew()
            else { return outcome }
            // The end may have come in between, and its call come to nothing.
            if clock.monotonicNanoseconds >= end { debt.audience.cancellation.expire() }
            sharers /= 4
        }
    }

    private func expire(_ debt: Debt, after end: UInt64, amongst count: Int) {
        let now = clock.monotonicNanoseconds
        let nanoseconds = end > now ? (end - now) / UInt64(count) : 0
        let cancellation = debt.audience.cancellation
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(Int(clamping: nanoseconds))) {
            cancellation.expire()
        }
    }

    private func outcome(
        of debt: Debt, _ order: ExplanationOrder, _ call: RemoteCall
    ) -> Result<CachedExplanation, ServiceError> {
        let context = ComputeContext(seed: debt.seed, cancellation: debt.audience.cancellation)
        var call = call
        call.cancellation = debt.audience.cancellation
        do throws(ExplainError) {
            return .success(
                try compute(order, instance: debt.instance, key: debt.key, context: context, call: call))
        } catch .cancelled where debt.audience.isAbandoned {
            metrics.abandoned()
            return .failure(.abandoned)
        } catch {
            // Nothing but the deadline cancels otherwise.
            return .failure(.explain(error == .cancelled ? .deadlineExceeded : error))
        }
    }

    /// Computes one instance and keeps the result, unless a deadline cut it short.
    func compute(
        _ order: ExplanationOrder, instance: Int, key: CacheKey, context: ComputeContext, call: RemoteCall
    ) throws(ExplainError) -> CachedExplanation {
        let started = clock.monotonicNanoseconds
        let explanations = try order.task(for: instance, call: call).run(order.served.context(context))
        let isCut = context.cancellation.isExpired && !explanations.allSatisfy(\.converged)
        let value = CachedExplanation(
            explanations: explanations, response: try respond(order, [instance], call)[0], isCut: isCut)
        if !isCut { cache.insert(value, for: key, model: order.served.name, costBytes: value.costBytes) }
        metrics.computed(
            model: order.served.name, method: order.plan.method,
            evaluations: explanations.map(\.evaluations).max() ?? 0,
            modelRows: explanations.map(\.modelRows).max() ?? 0,
            seconds: Double(clock.monotonicNanoseconds - started) / 1e9)
        return value
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
