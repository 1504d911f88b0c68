/// How the server is to run: flags beat the environment, the environment beats the configuration file.
struct Configuration: Sendable, Equatable {
    /// What the process is asked to do.
    enum Command: Sendable, Equatable {
        /// Serve until a signal ends it.
        case serve
        /// Load everything, report, exit.
        case check
        /// Print the help text.
        case help
        /// Print the version.
        case version
    }

    /// What the process is asked to do.
    var command = Command.serve
    /// The address to listen on.
    var host = "127.0.0.1"
    /// The port to listen on; 0 picks a free one.
    var port: UInt16 = 8080
    /// Whether anybody who reaches the port may use every route.
    var allowsAnonymous = false
    /// The folder with one folder a model.
    var modelsFolder = "Fixtures/models"
    /// The folder that holds the job store.
    var dataFolder = "./explaind-data"
    /// The configuration file, if any.
    var configurationFile: String?
    /// The least important log lines written.
    var logLevel = LogLevel.info

    /// The bounds of the HTTP server.
    var limits = Limits()
    /// The most bytes of explanations kept in memory; 0 keeps none.
    var cacheBytes = 64 * 1024 * 1024
    /// The most bytes of the tables that explain one tree model; 0 keeps none.
    var leafTableBytes = 256 * 1024 * 1024
    /// The most jobs queued at once.
    var jobQueueCapacity = 1000
    /// Jobs that run at once.
    var jobWorkers = 1
    /// Threads that compute; nil: one for each active core.
    var computeWidth: Int?
    /// Computations that may wait for a thread; nil: ``Limits/computeQueuePerCore`` for each thread.
    var computeQueue: Int?
    /// The most arithmetic steps of a model that an explanation may cost before it becomes a job.
    var syncOperations = 2_000_000_000
    /// The most players that exact enumeration accepts.
    var maximumEnumerationPlayers = 20
    /// The largest budget, in coalitions, that a request may ask for.
    var maximumBudget = 1_000_000
    /// The most rows in one request.
    var maximumInstances = 1000

    /// What was accepted but deserves attention, in words.
    var warnings: [String] = []

    /// Whether the process only loads everything and reports.
    var check: Bool { command == .check }

    /// Whether the address can be reached from this machine alone.
    var isLoopback: Bool {
        host == "localhost" || host == "::1" || host == "[::1]" || Self.isLoopbackIPv4(host)
    }

    private static func isLoopbackIPv4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in part.utf8.allSatisfy { (48...57).contains($0) } && UInt8(part) != nil }
    }
}
