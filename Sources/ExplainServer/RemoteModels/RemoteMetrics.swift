/// The metrics of models elsewhere, by model and version.
enum RemoteMetrics {
    private typealias Series = (labels: [(String, String)], state: RemoteState)

    static func write(_ catalog: ModelCatalog, to text: inout PrometheusText) {
        let series: [Series] = catalog.models.compactMap { served in
            served.remote.map { ([("model", served.name), ("version", served.version)], $0.report) }
        }
        guard !series.isEmpty else { return }
        text.family("explaind_remote_requests_total", "counter", "Requests to model servers by how they ended.")
        for (labels, state) in series {
            for outcome in RemoteOutcome.allCases {
                text.sample(
                    "explaind_remote_requests_total", labels + [("outcome", outcome.rawValue)],
                    Double(state.counters.outcomes[outcome] ?? 0))
            }
        }
        text.family("explaind_remote_request_duration_seconds", "histogram", "Time of a request to a model server.")
        for (labels, state) in series {
            text.histogram("explaind_remote_request_duration_seconds", labels, state.counters.latency)
        }
        text.family("explaind_remote_breaker_state", "gauge", "1 for the state that the circuit breaker is in.")
        for (labels, state) in series {
            for name in ["closed", "open", "half_open"] {
                text.sample(
                    "explaind_remote_breaker_state", labels + [("state", name)], state.breaker == name ? 1 : 0)
            }
        }
        writeSingles(series, to: &text)
    }

    private static func writeSingles(_ series: [Series], to text: inout PrometheusText) {
        let families: [(String, String, String, (RemoteState) -> Int)] = [
            ("breaker_openings_total", "counter", "How often the circuit breaker opened.", { $0.openings }),
            ("suspended_total", "counter", "Requests not sent while it was open.", { $0.counters.suspensions }),
            ("retries_total", "counter", "Requests that repeated another.", { $0.counters.retries }),
            ("rows_total", "counter", "Rows sent to model servers.", { $0.counters.rows }),
            ("rows_saved_total", "counter", "Equal rows not sent twice.", { $0.counters.savedRows }),
            ("threads_busy", "gauge", "Threads that wait for a model server.", { $0.threads.busy }),
            ("queued", "gauge", "Explanations that wait for such a thread.", { $0.threads.queued }),
            ("rejected_total", "counter", "Requests refused because too many waited.", { $0.threads.rejected }),
        ]
        for (name, type, help, value) in families {
            text.family("explaind_remote_" + name, type, help)
            for (labels, state) in series {
                text.sample("explaind_remote_" + name, labels, Double(value(state)))
            }
        }
    }
}
