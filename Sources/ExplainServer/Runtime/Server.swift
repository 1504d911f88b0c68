import Dispatch
import ExplainCore

/// Everything of the service, wired: models, store, queue, cache, pool and sockets.
final class Server: Sendable {
    /// Why a server cannot be made.
    enum StartError: Error {
        case storage(StorageError)
        case network(NetworkError)

        /// What happened and what helps, for the operator.
        var message: String {
            switch self {
            case .storage(let error): error.message
            case .network(let error): error.message
            }
        }
    }

    let application: Application
    let configuration: Configuration
    private let http: HTTPServer
    private let log: Log
    private let tables = LeafTableBuilder()

    /// Loads the models, takes the data folder, and listens; nothing is served before ``run()``.
    init(_ configuration: Configuration, clock: any ServerClock = SystemClock(), log: Log) throws(StartError) {
        self.configuration = configuration
        self.log = log
        let identifiers = Identifiers(clock: clock)
        let repository = ModelRepository(
            folder: configuration.modelsFolder, leafTableBytes: configuration.leafTableBytes,
            watch: LoadWatch(clock: clock, log: log), defersLargeFiles: true)
        Self.report(repository.snapshot, to: log)
        Self.watch(repository.snapshot, log)
        let metrics = Metrics()
        let jobs: JobQueue
        do throws(StorageError) {
            let folder = try DataFolder(path: configuration.dataFolder)
            jobs = try JobQueue(
                store: try SQLiteJobStore(folder: folder), clock: clock, identifiers: identifiers,
                settings: JobQueueSettings(capacity: configuration.jobQueueCapacity))
        } catch {
            throw .storage(error)
        }
        let width = configuration.computeWidth ?? ComputePool.processorCount
        let pool = ComputePool(
            width: width,
            capacity: configuration.computeQueue ?? width * configuration.limits.computeQueuePerCore)
        let explanations = ExplanationService(
            cacheBytes: configuration.cacheBytes, pool: pool, metrics: metrics, clock: clock)
        application = Application(
            configuration: configuration, repository: repository, explanations: explanations, jobs: jobs,
            planner: MethodPlanner(
                limits: PlannerLimits(
                    maximumEnumerationPlayers: configuration.maximumEnumerationPlayers,
                    maximumBudget: configuration.maximumBudget)),
            metrics: metrics, identifiers: identifiers, clock: clock, log: log)
        do throws(NetworkError) {
            http = try HTTPServer(
                application: application, limits: configuration.limits, host: configuration.host,
                port: configuration.port)
        } catch {
            throw .network(error)
        }
        jobs.start(
            ServiceJobRunner(application: application, parallelism: width, executor: Self.jobHelpers(width)),
            workers: configuration.jobWorkers)
        tables.serve(repository.snapshot)
        if repository.snapshot.isPartial { DispatchQueue.global(qos: .utility).async { self.reload() } }
    }

    /// Threads that help a job's own, as little urgent as that one; they hold no queue.
    private static func jobHelpers(_ width: Int) -> any ParallelExecutor {
        guard width > 1 else { return DispatchExecutor() }
        return PoolExecutor(
            pool: ComputePool(label: "explaind.jobs.helpers", width: width - 1, capacity: 0, niceness: 8))
    }

    /// The port it listens on.
    var port: UInt16 { http.port }

    /// Serves on the calling thread until ``shutdown()`` has come to its end.
    func run() {
        http.run()
        _ = application.explanations.pool.drain(timeoutMilliseconds: 1_000)
        drainJobs()
    }

    /// Finishes what is in hand and makes ``run()`` return; callable from any thread.
    func shutdown() {
        application.drain()
        tables.serve(ModelCatalog())
        let grace = configuration.limits.shutdownGraceMilliseconds
        log.info("shutting down", ["grace_milliseconds": .integer(grace)])
        http.shutdown(graceMilliseconds: grace)
        // At once, and not on this thread: it ends the requests that wait for a job, which would use up the grace.
        DispatchQueue.global().async { self.drainJobs() }
    }

    /// Puts running jobs back to the queue; again is no error.
    private func drainJobs() {
        do throws(StorageError) {
            try application.jobs.drain(timeoutMilliseconds: 5_000)
        } catch {
            log.error("jobs could not be put back to the queue", ["reason": .text(error.message)])
        }
    }

    /// Reads the model folder again; requests in flight finish on the models they began with.
    func reload() {
        tables.serve(application.repository.reload())
        Self.report(application.repository.snapshot, to: log)
        Self.watch(application.repository.snapshot, log)
    }

    /// Writes what the breakers of models elsewhere do.
    private static func watch(_ catalog: ModelCatalog, _ log: Log) {
        for served in catalog.models {
            served.remote?.watch { $0.write(to: log, model: served.name, version: served.version) }
        }
    }

    /// Says which models loaded and which did not.
    static func report(_ catalog: ModelCatalog, to log: Log) {
        for served in catalog.models {
            log.info(
                "model loaded",
                [
                    "model": .text(served.name), "version": .text(served.version), "digest": .text(served.digest),
                    "format": .text(served.structure.format), "expected_checked": .integer(served.expectedChecked),
                    "trees": .integer(served.structure.facts.first { $0.name == "trees" }?.value ?? 0),
                    "seconds": .number(served.loadSeconds),
                ])
        }
        for served in catalog.models where served.remote?.admission == .pending {
            log.warning(
                "the model server cannot be asked now; it is probed before its first explanation",
                ["model": .text(served.name), "version": .text(served.version)])
        }
        for failure in catalog.failures where failure.isDeferred {
            log.info("model file deferred", ["model": .text(failure.model), "reason": .text(failure.message)])
        }
        for failure in catalog.failures where !failure.isDeferred {
            log.error("model failed to load", ["model": .text(failure.model), "reason": .text(failure.message)])
        }
    }
}
