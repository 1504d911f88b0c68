/// What a request can be for, once its path and verb are known.
enum Endpoint: Sendable, Equatable {
    case root
    case health
    case ready
    case metrics
    case stats
    case clearCache
    case models
    case model(String)
    case explain(model: String)
    case predict(model: String)
    case importance(model: String)
    case jobs
    case job(String)
    case cancelJob(String)
    case jobResult(String)
}

/// The resource a path names: its template, and what each verb does there.
struct Resource: Sendable, Equatable {
    /// The route template, such as `/v1/jobs/{id}`: the label of metrics and logs.
    let template: String
    /// The verbs and their meaning, in the order of the `Allow` field.
    let endpoints: [(method: HTTPMethod, endpoint: Endpoint)]

    /// What `method` does here; HEAD does what GET does, without a body.
    func endpoint(for method: HTTPMethod) -> Endpoint? {
        let wanted = method == .head ? .get : method
        return endpoints.first { $0.method == wanted }?.endpoint
    }

    /// The query parameters of an endpoint; nil where a query is ignored.
    func queryNames(for endpoint: Endpoint) -> [String]? {
        switch endpoint {
        case .root, .health, .ready, .metrics: nil
        case .jobs: ["status", "model", "limit", "cursor"]
        case .job: ["wait"]
        case .clearCache: ["model"]
        case .stats, .models, .model, .explain, .predict, .importance, .cancelJob, .jobResult: []
        }
    }

    /// The value of the `Allow` field.
    var allow: String {
        var methods = endpoints.map(\.method.rawValue)
        if methods.contains("GET") { methods.append("HEAD") }
        return (methods + ["OPTIONS"]).joined(separator: ", ")
    }

    static func == (left: Resource, right: Resource) -> Bool {
        left.template == right.template && left.endpoints.elementsEqual(right.endpoints, by: ==)
    }
}

/// Maps decoded paths to resources; a pure function.
enum Router {
    /// The resource at `path`, which is percent-decoded and has no query; nil where there is none.
    static func resource(at path: String) -> Resource? {
        switch path {
        case "/": return Resource(template: path, endpoints: [(.get, .root)])
        case "/healthz": return Resource(template: path, endpoints: [(.get, .health)])
        case "/readyz": return Resource(template: path, endpoints: [(.get, .ready)])
        case "/metrics": return Resource(template: path, endpoints: [(.get, .metrics)])
        case "/v1/stats": return Resource(template: path, endpoints: [(.get, .stats)])
        case "/v1/cache": return Resource(template: path, endpoints: [(.delete, .clearCache)])
        case "/v1/models": return Resource(template: path, endpoints: [(.get, .models)])
        case "/v1/jobs": return Resource(template: path, endpoints: [(.get, .jobs)])
        default: return nested(path)
        }
    }

    private static func nested(_ path: String) -> Resource? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count >= 3, parts.first == "v1" else { return nil }
        let names = Array(parts.dropFirst())
        guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
        switch (names[0], names.count) {
        case ("models", 2): return model(String(names[1]))
        case ("jobs", 2):
            let id = String(names[1])
            return Resource(template: "/v1/jobs/{id}", endpoints: [(.get, .job(id)), (.delete, .cancelJob(id))])
        case ("jobs", 3) where names[2] == "result":
            return Resource(
                template: "/v1/jobs/{id}/result", endpoints: [(.get, .jobResult(String(names[1])))])
        default: return nil
        }
    }

    private static func model(_ name: String) -> Resource? {
        guard let colon = name.lastIndex(of: ":") else {
            return Resource(template: "/v1/models/{model}", endpoints: [(.get, .model(name))])
        }
        let model = String(name[..<colon])
        guard !model.isEmpty else { return nil }
        switch name[name.index(after: colon)...] {
        case "explain":
            return Resource(template: "/v1/models/{model}:explain", endpoints: [(.post, .explain(model: model))])
        case "predict":
            return Resource(template: "/v1/models/{model}:predict", endpoints: [(.post, .predict(model: model))])
        case "importance":
            return Resource(template: "/v1/models/{model}:importance", endpoints: [(.post, .importance(model: model))])
        default: return nil
        }
    }
}
