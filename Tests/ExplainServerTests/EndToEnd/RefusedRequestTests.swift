import ExplainCore
import Foundation
import Testing

/// Bad input through the real binary: each gets its status, code, field and a remedy, and the server lives.
@Suite struct RefusedRequestTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var method = "POST"
        var path = "/v1/models/diabetes:explain"
        let body: String?
        let status: Int
        let code: String
        var field: String?

        init(
            _ name: String, method: String = "POST", path: String = "/v1/models/diabetes:explain", body: String? = nil,
            _ status: Int, _ code: String, field: String? = nil
        ) {
            testDescription = name
            self.method = method
            self.path = path
            self.body = body
            self.status = status
            self.code = code
            self.field = field
        }
    }

    private static func instances(_ parameters: String) -> String {
        #"{"instances": [[59, 2, 26.2, 94, 169.9, 99.1, 42, 4, 4.6, 92]], "parameters": \#(parameters)}"#
    }

    private static func labelled(_ parameters: String) -> String {
        let row = "[59, 2, 26.2, 94, 169.9, 99.1, 42, 4, 4.6, 92]"
        return #"{"instances": [\#(row), \#(row)], "labels": [1.5, 2.5], "parameters": \#(parameters)}"#
    }

    static let refusals = [
        Refusal("malformed JSON", body: #"{"instances": [[1,]]}"#, 400, "malformed_json"),
        Refusal("no JSON at all", body: "row=1", 400, "malformed_json"),
        Refusal("not an object", body: "[1, 2]", 422, "invalid_request"),
        Refusal("empty body", body: "", 400, "malformed_json"),
        Refusal("duplicate key", body: #"{"instances": [], "instances": []}"#, 400, "malformed_json"),
        Refusal(
            "deep nesting", body: #"{"instances": "# + String(repeating: "[", count: 100_000), 400, "malformed_json"),
        Refusal(
            "deep nesting of a parameter", body: #"{"parameters": {"method": "# + String(repeating: "[", count: 9_000),
            400, "malformed_json"),
        Refusal("invalid UTF-8 escape", body: #"{"parameters": {"background": "\ud800"}}"#, 400, "malformed_json"),
        Refusal("wrong width", body: #"{"instances": [[1, 2, 3]]}"#, 422, "wrong_width", field: "instances[0]"),
        Refusal(
            "unknown feature", body: #"{"instances": [{"aeg": 1}]}"#, 422, "unknown_feature",
            field: "instances[0].aeg"),
        Refusal("missing features", body: #"{"instances": [{"age": 1}]}"#, 422, "missing_feature"),
        Refusal("unknown member", body: #"{"rows": [[1]]}"#, 422, "unknown_parameter", field: "rows"),
        Refusal(
            "unknown parameter", body: instances(#"{"budgte": 10}"#), 422, "unknown_parameter",
            field: "parameters.budgte"),
        Refusal(
            "null where not nullable", body: #"{"instances": [[null, 2, 26.2, 94, 169.9, 99.1, 42, 4, 4.6, 92]]}"#, 422,
            "missing_value", field: "instances[0][0]"),
        Refusal(
            "infinite number", body: #"{"instances": [[1e999, 2, 26.2, 94, 169.9, 99.1, 42, 4, 4.6, 92]]}"#, 422,
            "not_finite", field: "instances[0][0]"),
        Refusal(
            "number beyond the model's float32", path: "/v1/models/credit:explain",
            body: #"{"instances": [[1e39, 0.3, 5, 10, 0, 0.4, "school", true, false, false, false, false, false]]}"#,
            422,
            "out_of_range", field: "instances[0][0]"),
        Refusal("NaN token", body: #"{"instances": [[NaN, 2]]}"#, 400, "malformed_json"),
        Refusal(
            "string for a number", body: #"{"instances": [["x", 2, 26.2, 94, 169.9, 99.1, 42, 4, 4.6, 92]]}"#, 422,
            "wrong_type", field: "instances[0][0]"),
        Refusal(
            "unknown category", path: "/v1/models/credit:explain",
            body: #"{"instances": [[40, 0.3, 5, 10, 0, 0.4, "phd", true, false, false, false, false, false]]}"#, 422,
            "unknown_category", field: "instances[0][6]"),
        Refusal(
            "unknown model", path: "/v1/models/nosuch:explain", body: instances("{}"), 404, "unknown_model"),
        Refusal(
            "unknown method", body: instances(#"{"method": "magic"}"#), 422, "unknown_method",
            field: "parameters.method"),
        Refusal(
            "a setting of lime for another method", body: instances(#"{"num_features": 3}"#), 422, "invalid_parameter",
            field: "parameters.num_features"),
        Refusal(
            "the limit of lime for probabilities", path: "/v1/models/credit:explain",
            body: #"{"instances": [[40, 0.3, 5, 10, 0, 0.4, "school", true, false, false, false, false, false]],"#
                + #" "parameters": {"estimator": "exact_limit", "space": "probability"}}"#,
            422, "unsupported_space", field: "parameters.space"),
        Refusal(
            "an estimator of lime for kernel_shap",
            body: instances(#"{"method": "kernel_shap", "estimator": "exact_limit"}"#), 422, "unknown_estimator",
            field: "parameters.estimator"),
        Refusal(
            "huge budget", body: instances(#"{"budget": 1000000000}"#), 422, "budget_too_large",
            field: "parameters.budget"),
        Refusal(
            "budget beyond 64 bits", body: instances(#"{"budget": 1e30}"#), 422, "budget_too_large",
            field: "parameters.budget"),
        Refusal(
            "tiny budget", body: instances(#"{"budget": 1}"#), 422, "budget_too_small", field: "parameters.budget"),
        Refusal(
            "negative seed", body: instances(#"{"seed": -1}"#), 422, "invalid_parameter", field: "parameters.seed"),
        Refusal(
            "unknown output", body: instances(#"{"output": 7}"#), 422, "unknown_output", field: "parameters.output"),
        Refusal(
            "unknown background", body: instances(#"{"background": "moon"}"#), 422, "unknown_background",
            field: "parameters.background"),
        Refusal(
            "label space", body: instances(#"{"space": "label"}"#), 422, "unsupported_space",
            field: "parameters.space"),
        Refusal(
            "zero tolerance", body: instances(#"{"tolerance": 0}"#), 422, "invalid_parameter",
            field: "parameters.tolerance"),
        Refusal("empty instances", body: #"{"instances": []}"#, 422, "no_instances", field: "instances"),
        Refusal("no instances", body: "{}", 422, "invalid_request", field: "instances"),
        Refusal("both names", body: #"{"instances": [], "inputs": []}"#, 422, "invalid_request"),
        Refusal("unknown route", method: "GET", path: "/v1/nothing", 404, "unknown_route"),
        Refusal("wrong verb", method: "GET", path: "/v1/models/diabetes:explain", 405, "method_not_allowed"),
        Refusal("unknown job", method: "GET", path: "/v1/jobs/jb_x", 404, "unknown_job"),
        Refusal("unknown job's result", method: "GET", path: "/v1/jobs/jb_x/result", 404, "unknown_job"),
        Refusal("cancel an unknown job", method: "DELETE", path: "/v1/jobs/jb_x", 404, "unknown_job"),
        Refusal(
            "a seed without chance", body: instances(#"{"method": "exact", "seed": 1}"#), 422, "invalid_parameter",
            field: "parameters.seed"),
        Refusal(
            "a tolerance without error", body: instances(#"{"method": "enumeration", "tolerance": 0.1}"#), 422,
            "invalid_parameter", field: "parameters.tolerance"),
        Refusal(
            "a budget without evaluations", body: instances(#"{"estimator": "exact_limit", "budget": 9}"#), 422,
            "invalid_parameter", field: "parameters.budget"),
        Refusal(
            "a background without a use",
            body: instances(#"{"method": "tree_path_dependent", "background": "default"}"#), 422, "invalid_parameter",
            field: "parameters.background"),
        Refusal(
            "path dependent Banzhaf values without trees", path: "/v1/models/cancer:explain",
            body:
                #"{"instances": [[13,0.42,14.2,20.8,1.3,24.1,0.11,0.007,0.13,0.08,0.011,0.11,0.03,0.019,0.08,0.25,0.03,0.32]],"#
                + #" "parameters": {"method": "tree_path_dependent", "index": "banzhaf"}}"#,
            422, "invalid_parameter", field: "parameters.method"),
        Refusal(
            "a kernel narrower than one feature", body: instances(#"{"method": "lime", "kernel_width": 1e-300}"#), 422,
            "invalid_parameter", field: "parameters.kernel_width"),
        Refusal(
            "a limit without a selection",
            body: instances(#"{"method": "lime", "feature_selection": "none", "num_features": 3}"#), 422,
            "invalid_parameter", field: "parameters.num_features"),
        Refusal(
            "repeats of an exact switch", path: "/v1/models/diabetes:importance",
            body: labelled(#"{"exact": true, "repeats": 5}"#), 422, "invalid_parameter", field: "parameters.repeats"),
        Refusal(
            "a seed of an exact switch", path: "/v1/models/diabetes:importance",
            body: labelled(#"{"exact": true, "seed": 5}"#), 422, "invalid_parameter", field: "parameters.seed"),
        Refusal(
            "log loss of a regression", path: "/v1/models/diabetes:importance",
            body: labelled(#"{"metric": "log_loss"}"#), 422, "unsuitable_data", field: "parameters.metric"),
        Refusal(
            "labels of no class", path: "/v1/models/diabetes:importance",
            body: labelled(#"{"metric": "accuracy"}"#), 422, "unsuitable_data", field: "labels"),
        Refusal(
            "a long wait", method: "GET", path: "/v1/jobs/jb_x?wait=61", 422, "invalid_parameter", field: "wait"),
        Refusal("bad list filter", method: "GET", path: "/v1/jobs?status=lost", 422, "invalid_parameter"),
    ]

    @Test func everyRefusalSaysWhereAndWhatToDo() throws {
        let server = try ServerProcess()
        for refusal in Self.refusals {
            let client = try TestClient(port: server.port)
            let response = try client.request(
                refusal.method, refusal.path, headers: [("Content-Type", "application/json")],
                body: refusal.body.map { Array($0.utf8) })
            let text = String(decoding: response.body, as: UTF8.self)
            #expect(response.status == refusal.status, "\(refusal.testDescription): \(text)")
            #expect(response["Content-Type"] == "application/problem+json", "\(refusal.testDescription)")
            let problem = try JSONValue.parse(response.body)
            #expect(problem["code"]?.asString == refusal.code, "\(refusal.testDescription): \(text)")
            if let field = refusal.field {
                #expect(problem["field"]?.asString == field, "\(refusal.testDescription): \(text)")
            }
            #expect(problem["status"]?.asInt == refusal.status)
            #expect((problem["detail"]?.asString ?? "").isEmpty == false, "\(refusal.testDescription): \(text)")
            #expect(problem["error"] == problem["detail"])
            #expect(problem["request_id"]?.asString?.hasPrefix("rq_") == true)
        }
        #expect(try TestClient(port: server.port).request("GET", "/healthz").status == 200)
        #expect(server.terminate() == 0)
    }

    @Test func tooLargeAndTooShortBodies() throws {
        let server = try ServerProcess()
        let large = try TestClient(port: server.port)
        let answer = try large.request(
            "POST", "/v1/models/diabetes:explain", headers: [("Content-Type", "application/json")],
            body: [UInt8](repeating: 0x20, count: 9 << 20))
        #expect(answer.status == 413)
        #expect(try JSONValue.parse(answer.body)["code"]?.asString == "payload_too_large")

        let short = try TestClient(port: server.port)
        try short.send(
            "POST /v1/models/diabetes:explain HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\n\r\n{\"instances\"")
        short.closeSending()
        #expect(try short.isClosedByServer())
        #expect(try TestClient(port: server.port).request("GET", "/healthz").status == 200)
        #expect(server.terminate() == 0)
    }
}
