import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct MetricsTests {
    @Test func requestsAndExplanationsAreCounted() {
        let metrics = Metrics()
        metrics.answered(
            route: "/v1/models/{model}:explain", method: "POST", status: 200, model: "credit", seconds: 0.002)
        metrics.answered(
            route: "/v1/models/{model}:explain", method: "POST", status: 422, model: "credit", seconds: 0.0004)
        metrics.computed(model: "credit", method: .kernelSHAP, evaluations: 214, modelRows: 21_400, seconds: 0.5)
        var text = PrometheusText()
        metrics.write(to: &text)
        let lines = text.text.split(separator: "\n").map(String.init)
        let route = "route=\"/v1/models/{model}:explain\""
        for expected in [
            "explaind_http_requests_total{\(route),method=\"POST\",status=\"200\"} 1",
            "explaind_http_requests_total{\(route),method=\"POST\",status=\"422\"} 1",
            "explaind_http_request_duration_seconds_bucket{\(route),le=\"0.0005\"} 1",
            "explaind_http_request_duration_seconds_count{\(route)} 2",
            "explaind_evaluations_total{model=\"credit\",method=\"kernel_shap\"} 214",
            "explaind_model_rows_total{model=\"credit\",method=\"kernel_shap\"} 21400",
        ] {
            #expect(lines.contains(expected))
        }
        #expect(metrics.modelTotals["credit"]?.requests == 2)
        #expect(metrics.modelTotals["credit"]?.evaluations == 214)
    }

    @Test func theProcessKnowsItsMemory() {
        let statistics = ProcessStatistics.current()
        #expect(statistics.cpuSeconds > 0)
        #expect((statistics.residentBytes ?? 0) > 1 << 20)
        #expect((statistics.openDescriptors ?? 0) >= 3)
    }
}
