import ExplainCore

/// `GET /v1/stats` and `DELETE /v1/cache`.
enum StatsHandler {
    /// What the cache, the pool, the queue and the models did.
    static func stats(_ context: RequestContext, _ application: Application) {
        let cache = application.explanations.cache.counters
        let pool = application.explanations.pool.counters
        let jobs = application.jobs.counts
        context.answer { writer in
            writer.beginObject()
            writer.key("cache")
            write(cache, to: &writer)
            writer.key("compute")
            writer.beginObject()
            writer.member("width", pool.width)
            writer.member("busy", pool.busy)
            writer.member("queued", pool.queued)
            writer.member("rejected", pool.rejected)
            writer.member("abandoned", application.metrics.abandonedCount)
            writer.endObject()
            writer.key("jobs")
            writer.beginObject()
            for status in JobStatus.allCases { writer.member(status.rawValue, jobs[status]) }
            writer.endObject()
            write(application.repository.snapshot, application.configuration, to: &writer)
            write(application.metrics.modelTotals, to: &writer)
            writer.endObject()
        }
    }

    /// Empties the cache, whole or of one model.
    static func clearCache(_ context: RequestContext, _ application: Application) {
        let model = context.query("model")
        if let model, application.repository.snapshot.entries[model] == nil {
            return context.refuse(.unknownModel(model, in: application.repository.snapshot))
        }
        let removed = application.explanations.cache.clear(model: model)
        context.answer { writer in
            writer.beginObject()
            writer.member("removed", removed)
            writer.endObject()
        }
    }

    private static func write(_ cache: CacheCounters, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("entries", cache.entries)
        writer.member("bytes", cache.bytes)
        writer.member("capacity_bytes", cache.capacityBytes)
        writer.member("hits", cache.hits)
        writer.member("misses", cache.misses)
        writer.member("evictions", cache.evictions)
        writer.member("joined", cache.joined)
        writer.endObject()
    }

    private static func write(
        _ catalog: ModelCatalog, _ configuration: Configuration, to writer: inout JSONWriter
    ) {
        let models = catalog.models
        writer.key("leaf_tables")
        writer.beginObject()
        writer.member("bytes", models.reduce(0) { $0 + $1.leafTables.bytes })
        writer.member("capacity_bytes_per_model", configuration.leafTableBytes)
        writer.member("path_layout_bytes", models.reduce(0) { $0 + $1.leafTables.pathLayouts.bytes })
        writer.member("path_layout_capacity_bytes_per_model", PathLayoutCache.defaultBytes)
        writer.key("models")
        writer.beginObject()
        for served in models where served.leafTables.bytes + served.leafTables.pathLayouts.bytes > 0 {
            writer.key(served.description)
            writer.beginObject()
            writer.member("bytes", served.leafTables.bytes)
            writer.member("sets", served.leafTables.count)
            writer.member("path_layout_bytes", served.leafTables.pathLayouts.bytes)
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
    }

    private static func write(_ models: [String: Metrics.ModelTotals], to writer: inout JSONWriter) {
        writer.key("models")
        writer.beginObject()
        for (name, totals) in models.sorted(by: { $0.key < $1.key }) {
            writer.key(name)
            writer.beginObject()
            writer.member("requests", totals.requests)
            writer.key("p50_seconds")
            writer.doubleOrNull(totals.latency.quantile(0.5))
            writer.key("p99_seconds")
            writer.doubleOrNull(totals.latency.quantile(0.99))
            writer.member("evaluations", totals.evaluations)
            writer.endObject()
        }
        writer.endObject()
    }
}
