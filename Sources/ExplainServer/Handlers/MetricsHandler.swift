import ExplainAPI
import ExplainCore

/// `GET /metrics`.
enum MetricsHandler {
    static func metrics(_ context: RequestContext, _ application: Application) {
        var text = PrometheusText()
        text.family("explaind_build_info", "gauge", "The engine's version; always 1.")
        text.sample("explaind_build_info", [("version", Engine.version)], 1)
        application.metrics.write(to: &text)
        write(application.explanations.cache.counters, to: &text)
        write(application.explanations.pool.counters, to: &text)
        write(application.jobs, to: &text)
        write(application.repository.snapshot, to: &text)
        RemoteMetrics.write(application.repository.snapshot, to: &text)
        write(ProcessStatistics.current(), to: &text)
        context.answer(200, contentType: PrometheusText.contentType, body: Array(text.text.utf8))
    }

    private static func write(_ cache: CacheCounters, to text: inout PrometheusText) {
        text.single("explaind_cache_entries", "gauge", "Explanations kept in memory.", Double(cache.entries))
        text.single("explaind_cache_bytes", "gauge", "Memory they take.", Double(cache.bytes))
        text.single("explaind_cache_capacity_bytes", "gauge", "Memory they may take.", Double(cache.capacityBytes))
        text.single("explaind_cache_hits_total", "counter", "Explanations answered from memory.", Double(cache.hits))
        text.single("explaind_cache_misses_total", "counter", "Explanations not in memory.", Double(cache.misses))
        text.single("explaind_cache_evictions_total", "counter", "Entries that made room.", Double(cache.evictions))
        text.single(
            "explaind_cache_joined_total", "counter", "Requests that shared an equal one in flight.",
            Double(cache.joined))
    }

    private static func write(_ pool: ComputePoolCounters, to text: inout PrometheusText) {
        text.single("explaind_compute_width", "gauge", "Threads that compute.", Double(pool.width))
        text.single("explaind_compute_busy", "gauge", "Threads at work.", Double(pool.busy))
        text.single("explaind_compute_queued", "gauge", "Requests that wait for a thread.", Double(pool.queued))
        text.single("explaind_compute_rejected_total", "counter", "Requests refused.", Double(pool.rejected))
    }

    private static func write(_ jobs: JobQueue, to text: inout PrometheusText) {
        let counts = jobs.counts
        text.family("explaind_jobs", "gauge", "Jobs by status.")
        for status in JobStatus.allCases {
            text.sample("explaind_jobs", [("status", status.rawValue)], Double(counts[status]))
        }
        text.single("explaind_store_up", "gauge", "Whether the job store works.", jobs.storeFailure == nil ? 1 : 0)
    }

    private static func write(_ catalog: ModelCatalog, to text: inout PrometheusText) {
        text.single("explaind_models", "gauge", "Models that are served.", Double(catalog.entries.count))
        text.single(
            "explaind_model_failures", "gauge", "Models that did not load.", Double(catalog.failures.count))
        text.family("explaind_leaf_table_bytes", "gauge", "Memory of the tables that explain a model's trees.")
        for served in catalog.models {
            text.sample(
                "explaind_leaf_table_bytes", [("model", served.name), ("version", served.version)],
                Double(served.leafTables.bytes))
        }
        text.family(
            "explaind_path_layout_bytes", "gauge", "Memory of what tree_path_dependent needs of a model's trees.")
        for served in catalog.models {
            text.sample(
                "explaind_path_layout_bytes", [("model", served.name), ("version", served.version)],
                Double(served.leafTables.pathLayouts.bytes))
        }
    }

    private static func write(_ process: ProcessStatistics, to text: inout PrometheusText) {
        text.single("process_cpu_seconds_total", "counter", "Processor time used.", process.cpuSeconds)
        if let bytes = process.residentBytes {
            text.single("process_resident_memory_bytes", "gauge", "Resident memory.", Double(bytes))
        }
        if let descriptors = process.openDescriptors {
            text.single("process_open_fds", "gauge", "Open file descriptors.", Double(descriptors))
        }
    }
}
