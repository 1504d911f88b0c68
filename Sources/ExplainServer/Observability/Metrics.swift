import ExplainCore
import Synchronization

/// Counts what the service does: requests by route template, explanations by model and method.
final class Metrics: Sendable {
    /// One series of requests; labels are the route's template, never a raw path.
    struct RouteKey: Hashable, Comparable {
        let route: String
        let method: String
        let status: Int

        static func < (left: RouteKey, right: RouteKey) -> Bool {
            (left.route, left.method, left.status) < (right.route, right.method, right.status)
        }
    }

    /// One series of computed explanations.
    struct ExplanationKey: Hashable, Comparable {
        let model: String
        let method: String

        static func < (left: ExplanationKey, right: ExplanationKey) -> Bool {
            (left.model, left.method) < (right.model, right.method)
        }
    }

    /// What was computed for one model and method.
    struct ExplanationTotals {
        var explanations = 0
        var evaluations = 0
        var modelRows = 0
        var seconds = 0.0
    }

    /// What clients asked of one model.
    struct ModelTotals {
        var requests = 0
        var evaluations = 0
        var latency = Histogram(bounds: Histogram.fineSeconds)
    }

    private struct State {
        var requests: [RouteKey: Int] = [:]
        var durations: [String: Histogram] = [:]
        var explanations: [ExplanationKey: ExplanationTotals] = [:]
        var models: [String: ModelTotals] = [:]
        var abandoned = 0
    }

    private let state = Mutex(State())

    /// Records an answered request.
    func answered(route: String, method: String, status: Int, model: String?, seconds: Double) {
        state.withLock { state in
            state.requests[RouteKey(route: route, method: method, status: status), default: 0] += 1
            state.durations[route, default: Histogram(bounds: Histogram.requestSeconds)].observe(seconds)
            guard let model else { return }
            state.models[model, default: ModelTotals()].requests += 1
            state.models[model]?.latency.observe(seconds)
        }
    }

    /// Records a computed (not cached) explanation of one instance.
    func computed(model: String, method: Method, evaluations: Int, modelRows: Int, seconds: Double) {
        state.withLock { state in
            let key = ExplanationKey(model: model, method: method.rawValue)
            var totals = state.explanations[key] ?? ExplanationTotals()
            totals.explanations += 1
            totals.evaluations += evaluations
            totals.modelRows += modelRows
            totals.seconds += seconds
            state.explanations[key] = totals
            state.models[model, default: ModelTotals()].evaluations += evaluations
        }
    }

    /// Records a computation that was stopped because nobody waited for it any more.
    func abandoned() { state.withLock { $0.abandoned += 1 } }

    /// The computations stopped because nobody waited for them any more.
    var abandonedCount: Int { state.withLock(\.abandoned) }

    /// The per-model totals, by name.
    var modelTotals: [String: ModelTotals] { state.withLock { $0.models } }

    /// Writes the request and explanation families.
    func write(to text: inout PrometheusText) {
        let (requests, durations, explanations) = state.withLock { ($0.requests, $0.durations, $0.explanations) }
        text.family("explaind_http_requests_total", "counter", "Requests answered.")
        for (key, count) in requests.sorted(by: { $0.key < $1.key }) {
            text.sample(
                "explaind_http_requests_total",
                [("route", key.route), ("method", key.method), ("status", "\(key.status)")], Double(count))
        }
        text.family("explaind_http_request_duration_seconds", "histogram", "Time from a whole request to its answer.")
        for (route, histogram) in durations.sorted(by: { $0.key < $1.key }) {
            text.histogram("explaind_http_request_duration_seconds", [("route", route)], histogram)
        }
        write(explanations: explanations, to: &text)
        text.single(
            "explaind_abandoned_total", "counter", "Computations stopped because their last client had gone.",
            Double(abandonedCount))
    }

    private func write(explanations: [ExplanationKey: ExplanationTotals], to text: inout PrometheusText) {
        let families: [(String, String, @Sendable (ExplanationTotals) -> Double)] = [
            ("explaind_explanations_total", "Explanations computed.", { Double($0.explanations) }),
            ("explaind_evaluations_total", "Coalitions or samples evaluated.", { Double($0.evaluations) }),
            ("explaind_model_rows_total", "Rows that explanations are made of.", { Double($0.modelRows) }),
            ("explaind_explanation_seconds_total", "Time spent computing explanations.", { $0.seconds }),
        ]
        for (name, help, value) in families {
            text.family(name, "counter", help)
            for (key, totals) in explanations.sorted(by: { $0.key < $1.key }) {
                text.sample(name, [("model", key.model), ("method", key.method)], value(totals))
            }
        }
    }
}
