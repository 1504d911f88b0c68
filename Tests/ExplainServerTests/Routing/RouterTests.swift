import Testing

@testable import ExplainServer

@Suite struct RouterTests {
    @Test(arguments: [
        ("/", HTTPMethod.get, Endpoint.root), ("/healthz", .get, .health), ("/healthz", .head, .health),
        ("/readyz", .get, .ready), ("/metrics", .get, .metrics), ("/v1/stats", .get, .stats),
        ("/v1/cache", .delete, .clearCache), ("/v1/models", .get, .models), ("/v1/models/m-1", .get, .model("m-1")),
        ("/v1/models/m:explain", .post, .explain(model: "m")), ("/v1/models/m:predict", .post, .predict(model: "m")),
        ("/v1/models/a:b:explain", .post, .explain(model: "a:b")),
        ("/v1/models/m:importance", .post, .importance(model: "m")), ("/v1/jobs", .get, .jobs),
        ("/v1/jobs/jb_1", .get, .job("jb_1")), ("/v1/jobs/jb_1", .delete, .cancelJob("jb_1")),
        ("/v1/jobs/jb_1/result", .get, .jobResult("jb_1")),
    ])
    func matches(path: String, method: HTTPMethod, endpoint: Endpoint) {
        #expect(Router.resource(at: path)?.endpoint(for: method) == endpoint)
    }

    @Test(arguments: [
        "", "/health", "/healthz/", "//", "/v1", "/v1/", "/v1/models/", "/v1/models//", "/v1/models/:explain",
        "/v1/models/m:delete", "/v1/models/m/n", "/v1/jobs/", "/v1/jobs/x/y", "/v1/jobs//result", "/v2/models/m",
    ])
    func unknownPaths(path: String) {
        #expect(Router.resource(at: path) == nil)
    }

    @Test func allowListsTheVerbs() {
        #expect(Router.resource(at: "/v1/jobs/x")?.allow == "GET, DELETE, HEAD, OPTIONS")
        #expect(Router.resource(at: "/v1/models/m:explain")?.allow == "POST, OPTIONS")
        #expect(Router.resource(at: "/v1/models/m:explain")?.endpoint(for: .get) == nil)
    }
}
