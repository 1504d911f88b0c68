import ExplainCore
import Synchronization

/// Builds the tables that explain tree models, on a thread of its own that is less urgent than all others.
///
/// Requests never wait for tables: until they are there, trees are walked, with the same bits.
final class LeafTableBuilder: Sendable {
    /// A model's tables, and what stops their builds.
    private struct Work {
        let tables: LeafTableCache
        let cancellation = Cancellation()
    }

    private let pool = ComputePool(label: "explaind.tables", width: 1, capacity: 10_000, niceness: 19)
    private let work = Mutex<[ObjectIdentifier: Work]>([:])

    /// Creates a builder that has nothing to do.
    init() {}

    deinit {
        work.withLock { work in
            for one in work.values { one.cancellation.cancel() }
        }
    }

    /// Builds the tables of the models that requests get by default, and from now on those that requests would profit from.
    ///
    /// Builds of models that are not in `catalog` stop. At load, tables are built for the default background: with single
    /// features as players, and, as far as memory is left, with groups.
    func serve(_ catalog: ModelCatalog) {
        let models = catalog.models
        let served = Set(models.map { ObjectIdentifier($0.leafTables) })
        work.withLock { work in
            for (key, one) in work where !served.contains(key) {
                one.cancellation.cancel()
                work[key] = nil
            }
        }
        for model in models where model.leafTables.maximumBytes > 0 {
            let cancellation = cancellation(of: model.leafTables)
            guard let current = catalog.model(model.name), current.version == model.version else { continue }
            build(model, cancellation)
        }
    }

    /// Takes no more builds, and waits for those that were taken; false when they take longer.
    func drain(timeoutMilliseconds: Int) -> Bool { pool.drain(timeoutMilliseconds: timeoutMilliseconds) }

    /// What stops the builds of `tables`, which are known from now on.
    private func cancellation(of tables: LeafTableCache) -> Cancellation {
        let (cancellation, isNew) = work.withLock { work in
            if let known = work[ObjectIdentifier(tables)] { return (known.cancellation, false) }
            let new = Work(tables: tables)
            work[ObjectIdentifier(tables)] = new
            return (new.cancellation, true)
        }
        guard isNew else { return cancellation }
        tables.onDemand { [weak self, weak tables] method, background in
            self?.submit { [weak tables] in
                _ = try? tables?.build(
                    method, background: background, context: ComputeContext(cancellation: cancellation))
            }
        }
        return cancellation
    }

    /// Builds the tables for a model's default background; those that are there from an earlier load stay.
    private func build(_ model: ServedModel, _ cancellation: Cancellation) {
        guard let name = model.defaultBackground, let background = model.backgrounds[name] else { return }
        for players in model.players == model.groups ? [model.players] : [model.players, model.groups] {
            let makesRoom = players == model.players
            submit { [tables = model.leafTables, model = model.model] in
                _ = try? tables.build(
                    of: model, players: players, background: background, makesRoom: makesRoom,
                    context: ComputeContext(cancellation: cancellation))
            }
        }
    }

    /// A build that is refused or fails costs speed only.
    private func submit(_ build: @escaping ComputePool.Work) { _ = pool.submit(build) }
}
