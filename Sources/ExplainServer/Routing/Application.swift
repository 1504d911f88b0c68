import ExplainAPI
import ExplainCore
import Synchronization

/// The HTTP application: admits requests by their heads, and hands them to the handler of their endpoint.
///
/// Everything here runs on the I/O thread: what takes longer goes to the compute pool or the store's queue.
final class Application: HTTPApplication {
    let configuration: Configuration
    let repository: ModelRepository
    let explanations: ExplanationService
    let jobs: JobQueue
    let planner: MethodPlanner
    let metrics: Metrics
    let identifiers: Identifiers
    let clock: any ServerClock
    let log: Log
    private let draining = Atomic(false)

    init(
        configuration: Configuration, repository: ModelRepository, explanations: ExplanationService, jobs: JobQueue,
        planner: MethodPlanner, metrics: Metrics, identifiers: Identifiers, clock: any ServerClock, log: Log
    ) {
        self.configuration = configuration
        self.repository = repository
        self.explanations = explanations
        self.jobs = jobs
        self.planner = planner
        self.metrics = metrics
        self.identifiers = identifiers
        self.clock = clock
        self.log = log
    }

    /// Whether the server is finishing: readiness fails and no new work is taken.
    var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// Begins to finish.
    func drain() { draining.store(true, ordering: .releasing) }

    func admit(_ head: RequestHead) -> Admission {
        if head.method == .options { return .accept(bodyLimitBytes: configuration.limits.bodyBytes) }
        guard let resource = Router.resource(at: head.path) else {
            return refuse(
                head, route: "unmatched",
                Problem(.unknownRoute, detail: "There is nothing at this path; the routes are listed in docs/api."))
        }
        guard resource.endpoint(for: head.method) != nil else {
            return refuse(
                head, route: resource.template,
                Problem(.methodNotAllowed, detail: "This path serves \(resource.allow)."),
                fields: [HTTPField("Allow", resource.allow)])
        }
        guard head.method == .post else { return .accept(bodyLimitBytes: configuration.limits.bodyBytes) }
        if let problem = MediaType.problem(of: head) { return refuse(head, route: resource.template, problem) }
        if isDraining { return refuse(head, route: resource.template, .draining) }
        return .accept(bodyLimitBytes: configuration.limits.bodyBytes)
    }

    func respond(to request: HTTPRequest, _ responder: Responder) {
        if request.head.method == .options {
            let allow = Router.resource(at: request.head.path)?.allow ?? "GET, HEAD, POST, DELETE, OPTIONS"
            return responder.send(HTTPResponse(status: 204, fields: [HTTPField("Allow", allow)]))
        }
        guard let resource = Router.resource(at: request.head.path),
            let endpoint = resource.endpoint(for: request.head.method)
        else { return responder.send(protocolError(.malformedTarget)) }
        do throws(Problem) {
            let parameters = try QueryParameters.read(request.head, allowed: resource.queryNames(for: endpoint))
            serve(
                endpoint,
                RequestContext(
                    request: request, resource: resource, parameters: parameters, responder: responder,
                    application: self))
        } catch {
            let context = RequestContext(
                request: request, resource: resource, parameters: [:], responder: responder, application: self)
            context.refuse(error)
        }
    }

    func protocolError(_ error: HTTPError) -> HTTPResponse {
        metrics.answered(route: "protocol", method: "", status: error.status, model: nil, seconds: 0)
        return ProblemResponse.make(Problem(protocolError: error), requestID: identifiers.next(.request))
    }

    /// Accounts for an answered request.
    func record(_ exchange: Exchange) {
        metrics.answered(
            route: exchange.route, method: exchange.method, status: exchange.status, model: exchange.model,
            seconds: exchange.seconds)
        // An overloaded server refuses many requests a second; the metrics count them.
        let isFault = exchange.status >= 500 && exchange.status != 503
        guard log.level == .debug || isFault else { return }
        let fields: KeyValuePairs<String, LogValue> = [
            "request_id": .text(exchange.id), "route": .text(exchange.route), "method": .text(exchange.method),
            "status": .integer(exchange.status), "seconds": .number(exchange.seconds),
        ]
        if isFault { log.warning("answered", fields) } else { log.debug("answered", fields) }
    }

    private func refuse(
        _ head: RequestHead, route: String, _ problem: Problem, fields: [HTTPField] = []
    ) -> Admission {
        let id = identifiers.next(.request)
        var response = ProblemResponse.make(problem, requestID: id)
        response.fields += fields
        record(Exchange(id: id, route: route, head: head, status: response.status, model: nil, seconds: 0))
        return .refuse(response)
    }

    private func serve(_ endpoint: Endpoint, _ context: RequestContext) {
        switch endpoint {
        case .root: context.answer { HealthHandler.writeAlive(to: &$0) }
        case .health: HealthHandler.health(context)
        case .ready: HealthHandler.ready(context, self)
        case .metrics: MetricsHandler.metrics(context, self)
        case .stats: StatsHandler.stats(context, self)
        case .clearCache: StatsHandler.clearCache(context, self)
        case .models: ModelsHandler.list(context, self)
        case .model(let name): ModelsHandler.show(name, context, self)
        case .explain(let model): ExplainHandler(application: self).explain(model, context)
        case .predict(let model): PredictHandler(application: self).predict(model, context)
        case .importance(let model): ImportanceHandler(application: self).importance(model, context)
        case .jobs: JobsHandler.list(context, self)
        case .job(let id): JobsHandler.show(id, context, self)
        case .cancelJob(let id): JobsHandler.cancel(id, context, self)
        case .jobResult(let id): JobsHandler.result(id, context, self)
        }
    }
}
