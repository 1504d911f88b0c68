import ExplainCore

extension Configuration {
    /// Every setting, in the order of the help text.
    static let options: [ConfigurationOption] = serverOptions + workOptions + limitOptions + deadlineOptions

    private static let most = 1_000_000_000

    private static let serverOptions: [ConfigurationOption] = [
        .text("host", "ADDRESS", \.host, .server, "address to listen on"),
        portOption,
        anonymousOption,
        .text("models", "DIR", \.modelsFolder, .server, "folder with one folder a model"),
        .text("data", "DIR", \.dataFolder, .server, "folder of the job store; made if it does not exist"),
        logLevelOption,
    ]

    private static let workOptions: [ConfigurationOption] = [
        .bytes("cache-bytes", \.cacheBytes, 0...(1 << 40), .work, "explanations kept in memory; 0 keeps none"),
        .bytes(
            "leaf-table-bytes", \.leafTableBytes, 0...(1 << 40), .work,
            "tables that explain the trees of a model; 0 keeps none"),
        .count("job-queue", \.jobQueueCapacity, 1...most, .work, "jobs queued at once; beyond: 429"),
        .count("job-workers", \.jobWorkers, 1...256, .work, "jobs that run at once"),
        .count(
            "compute-width", \.computeWidth, 1...1024, default: "active cores", .work, "threads that compute"),
        .count(
            "compute-queue", \.computeQueue, 1...1_000_000, default: "\(Limits().computeQueuePerCore) for each thread",
            .work,
            "computations that may wait for a thread; beyond: 503"),
        .count(
            "sync-operations", \.syncOperations, 0...Int.max, .work,
            "model steps beyond which it becomes a job"),
        .count("max-exact-players", \.maximumEnumerationPlayers, 1...25, .work, "players of exact enumeration"),
        .count(
            "max-budget", \.maximumBudget, 1...KernelSHAP.hardMaximumBudget, .work, "coalitions a request may ask for"),
        .count("max-instances", \.maximumInstances, 1...most, .work, "rows in one request"),
        .count(
            "sync-deadline-ms", \.limits.syncDeadlineMilliseconds, 1...3_600_000, .work,
            "time of a synchronous explanation"),
    ]

    private static let limitOptions: [ConfigurationOption] = [
        .bytes("request-line-bytes", \.limits.requestLineBytes, 256...1_048_576, .http, "request line; beyond: 414"),
        .bytes("head-bytes", \.limits.headBytes, 1024...16_777_216, .http, "request line and fields; beyond: 431"),
        .count("max-fields", \.limits.fieldCount, 8...10_000, .http, "header fields; beyond: 431"),
        .bytes("max-body-bytes", \.limits.bodyBytes, 1024...(1 << 32), .http, "request body; beyond: 413"),
        .bytes(
            "chunk-extension-bytes", \.limits.chunkExtensionBytes, 0...65_536, .http, "chunk extension; beyond: 400"),
        .bytes("trailer-bytes", \.limits.trailerBytes, 0...1_048_576, .http, "trailer section; beyond: 431"),
        .count("max-trailers", \.limits.trailerCount, 0...10_000, .http, "trailer fields; beyond: 431"),
        .bytes(
            "discarded-body-bytes", \.limits.discardedBodyBytes, 0...1_073_741_824, .http,
            "body of a refused request read to keep it open"),
        .count("listen-backlog", \.limits.listenBacklog, 1...65_535, .http, "connections the kernel may hold back"),
        .count("max-connections", \.limits.connectionCount, 1...1_000_000, .http, "connections open at once"),
        .count(
            "accept-pause-ms", \.limits.acceptPauseMilliseconds, 1...60_000, .http,
            "pause of accepting when out of descriptors"),
        .bytes("read-bytes", \.limits.readBytes, 1024...16_777_216, .http, "bytes read at a time"),
        .bytes(
            "output-high-water-bytes", \.limits.outputHighWaterBytes, 1024...1_073_741_824, .http,
            "unsent bytes from which on nothing is read"),
    ]

    private static let deadlineOptions: [ConfigurationOption] = [
        .count("head-timeout-ms", \.limits.headTimeoutMilliseconds, 1...most, .http, "time for a head; beyond: 408"),
        .count("body-timeout-ms", \.limits.bodyTimeoutMilliseconds, 1...most, .http, "time for a body; beyond: 408"),
        .count(
            "min-body-rate", \.limits.minimumBodyBytesPerSecond, 0...most, .http,
            "bytes a second a body must keep up; below: 408"),
        .count(
            "body-rate-grace-ms", \.limits.bodyRateGraceMilliseconds, 0...most, .http,
            "time a body may be slower"),
        .count("idle-timeout-ms", \.limits.idleTimeoutMilliseconds, 1...most, .http, "time between two requests"),
        .count(
            "write-stall-timeout-ms", \.limits.writeStallTimeoutMilliseconds, 1...most, .http,
            "time a client may take nothing"),
        .count(
            "linger-timeout-ms", \.limits.lingerTimeoutMilliseconds, 0...60_000, .http,
            "time a closing connection is drained"),
        .bytes(
            "linger-bytes", \.limits.lingerBytes, 0...1_073_741_824, .http, "bytes a closing connection is drained of"),
        .count("tick-ms", \.limits.tickMilliseconds, 1...10_000, .http, "time between two looks at the deadlines"),
        .count(
            "shutdown-grace-ms", \.limits.shutdownGraceMilliseconds, 0...3_600_000, .http,
            "time to finish after SIGTERM"),
    ]

    private static let portOption = ConfigurationOption(
        name: "port", placeholder: "N", summary: "port to listen on; 0 picks a free one", section: .server,
        expected: "a port number from 0 to 65535", defaultText: { String($0.port) },
        apply: { configuration, text in
            guard let value = ConfigurationValue.integer(text), let port = UInt16(exactly: value) else { return false }
            configuration.port = port
            return true
        })

    private static let anonymousOption = ConfigurationOption(
        name: "allow-anonymous", placeholder: nil,
        summary: "listen where others can reach the port, with every route open", section: .server,
        expected: "true or false", defaultText: { _ in nil },
        apply: { configuration, text in
            guard let value = ConfigurationValue.bool(text) else { return false }
            configuration.allowsAnonymous = value
            return true
        })

    private static let logLevelOption = ConfigurationOption(
        name: "log-level", placeholder: "LEVEL", summary: "debug, info, warning or error", section: .server,
        expected: "debug, info, warning or error", defaultText: { $0.logLevel.rawValue },
        apply: { configuration, text in
            guard let level = LogLevel(rawValue: text) else { return false }
            configuration.logLevel = level
            return true
        })
}
