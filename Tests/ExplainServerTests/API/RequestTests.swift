import ExplainAPI
import ExplainCore
import Testing

@Suite struct RequestTests {
    private let decoder: RowDecoder

    init() throws {
        decoder = RowDecoder(schema: try FeatureSchema([Feature(name: "a"), Feature(name: "b")]), maximumRows: 10)
    }

    private func explain(_ body: String) throws -> ExplainRequest {
        try ExplainRequest(Array(body.utf8), decoder: decoder)
    }

    private func parameters(_ text: String) throws -> ExplainParameters {
        try explain("{\"instances\":[[1,2]],\"parameters\":\(text)}").parameters
    }

    private func importance(_ body: String) throws -> ImportanceRequest {
        try ImportanceRequest(Array(body.utf8), decoder: decoder)
    }

    @Test func readsEveryParameter() throws {
        let parameters = try parameters(
            """
            {"method": "kernel_shap", "estimator": "wls", "output": "default", "space": "probability",
             "background": "approved", "budget": 400, "tolerance": 0.05, "deadline_ms": 150, "seed": 9223372036854775807,
             "mode": "sync", "refine": "exact", "groups": true, "index": "owen", "interactions": true,
             "num_features": 5, "kernel_width": 1.5, "feature_selection": "forward"}
            """)
        var expected = ExplainParameters()
        expected.method = .kernelSHAP
        expected.estimator = .wls
        expected.output = .name("default")
        expected.space = .probability
        expected.background = "approved"
        expected.budget = 400
        expected.tolerance = 0.05
        expected.deadlineMilliseconds = 150
        expected.seed = .max
        expected.mode = .sync
        expected.refine = .exact
        expected.groups = true
        expected.index = .owen
        expected.interactions = true
        expected.surrogate = SurrogateSettings(featureLimit: 5, kernelWidth: 1.5, selection: .forward)
        #expect(parameters == expected)
    }

    @Test func leavesOutWhatIsNotGiven() throws {
        let request = try explain("{\"instances\":[[1,2],[3,4]]}")
        #expect(request.parameters == ExplainParameters())
        #expect(request.instances == Matrix(rows: 2, columns: 2, storage: [1, 2, 3, 4]))
        #expect(try parameters("null") == ExplainParameters())
        #expect(try parameters("{}") == ExplainParameters())
        #expect(try explain("{\"parameters\":{\"seed\":1},\"inputs\":[[1,2]]}").parameters.seed == 1)
    }

    @Test func everyEstimatorHasItsName() throws {
        for (name, estimator) in [
            ("gp_odd", Estimator.gpOdd), ("leverage", .leverage), ("wls", .wls), ("sampled", .sampled),
            ("exact_limit", .exactLimit),
        ] {
            #expect(try parameters("{\"estimator\":\"\(name)\"}").estimator == estimator)
        }
    }

    @Test func selectsOutputs() throws {
        #expect(try parameters("{\"output\":\"all\"}").output == .all)
        #expect(try parameters("{\"output\":2}").output == .index(2))
        #expect(try parameters("{\"output\":\"2\"}").output == .name("2"))
    }

    @Test(arguments: [
        ("{\"sed\":1}", ProblemCode.unknownParameter, "parameters.sed"),
        ("{\"store\":true}", .unknownParameter, "parameters.store"),
        ("{\"method\":\"shap\"}", .unknownMethod, "parameters.method"),
        ("{\"method\":3}", .invalidParameter, "parameters.method"),
        ("{\"method\":null}", .invalidParameter, "parameters.method"),
        ("{\"estimator\":\"ols\"}", .unknownEstimator, "parameters.estimator"),
        ("{\"output\":-1}", .invalidParameter, "parameters.output"),
        ("{\"output\":1.5}", .invalidParameter, "parameters.output"),
        ("{\"output\":true}", .invalidParameter, "parameters.output"),
        ("{\"space\":\"logit\"}", .unsupportedSpace, "parameters.space"),
        ("{\"background\":[[1,2]]}", .invalidParameter, "parameters.background"),
        ("{\"budget\":0}", .budgetTooSmall, "parameters.budget"),
        ("{\"budget\":-5}", .budgetTooSmall, "parameters.budget"),
        ("{\"budget\":1000000000000000000000000000000}", .budgetTooLarge, "parameters.budget"),
        ("{\"budget\":1e30}", .budgetTooLarge, "parameters.budget"),
        ("{\"budget\":1e2}", .notAnInteger, "parameters.budget"),
        ("{\"budget\":100.5}", .notAnInteger, "parameters.budget"),
        ("{\"budget\":\"100\"}", .invalidParameter, "parameters.budget"),
        ("{\"tolerance\":0}", .invalidParameter, "parameters.tolerance"),
        ("{\"tolerance\":1}", .invalidParameter, "parameters.tolerance"),
        ("{\"tolerance\":-0.1}", .invalidParameter, "parameters.tolerance"),
        ("{\"tolerance\":1e999}", .notFinite, "parameters.tolerance"),
        ("{\"deadline_ms\":0}", .invalidParameter, "parameters.deadline_ms"),
        ("{\"deadline_ms\":3600001}", .invalidParameter, "parameters.deadline_ms"),
        ("{\"seed\":-1}", .invalidParameter, "parameters.seed"),
        ("{\"seed\":9223372036854775808}", .invalidParameter, "parameters.seed"),
        ("{\"seed\":1.0}", .invalidParameter, "parameters.seed"),
        ("{\"mode\":\"later\"}", .invalidParameter, "parameters.mode"),
        ("{\"refine\":true}", .invalidParameter, "parameters.refine"),
        ("{\"groups\":1}", .invalidParameter, "parameters.groups"),
        ("{\"index\":\"myerson\"}", .invalidParameter, "parameters.index"),
        ("{\"index\":2}", .invalidParameter, "parameters.index"),
        ("{\"interactions\":\"all\"}", .invalidParameter, "parameters.interactions"),
        ("{\"num_features\":0}", .invalidParameter, "parameters.num_features"),
        ("{\"num_features\":2.5}", .invalidParameter, "parameters.num_features"),
        ("{\"kernel_width\":0}", .invalidParameter, "parameters.kernel_width"),
        ("{\"kernel_width\":-1}", .invalidParameter, "parameters.kernel_width"),
        ("{\"kernel_width\":1e999}", .notFinite, "parameters.kernel_width"),
        ("{\"kernel_width\":\"wide\"}", .invalidParameter, "parameters.kernel_width"),
        ("{\"feature_selection\":\"lasso\"}", .invalidParameter, "parameters.feature_selection"),
        ("{\"seed\":1,\"seed\":2}", .malformedJSON, "parameters.seed"),
        ("{\"seed\":01}", .malformedJSON, "parameters.seed"),
        ("[]", .invalidRequest, "parameters"),
    ])
    func refusesParameters(text: String, code: ProblemCode, field: String) throws {
        let problem = try #require(#expect(throws: Problem.self) { try parameters(text) })
        #expect(problem.code == code)
        #expect(problem.field == field)
    }

    @Test(arguments: ["0", "1", "-0.1", "2", "\"0.1\""]) func boundsThatAreExcludedAreSaidToBe(_ tolerance: String)
        throws
    {
        let problem = #expect(throws: Problem.self) { try parameters("{\"tolerance\":\(tolerance)}") }
        #expect(problem?.detail == "parameters.tolerance must be a number above 0 and below 1.")
    }

    @Test func saysWhatAParameterMayBe() {
        func detail(_ text: String) -> String? {
            (#expect(throws: Problem.self) { try parameters(text) })?.detail
        }
        #expect(
            detail("{\"method\":\"shap\"}")
                == "parameters.method must be one of auto, exact, tree_shap, tree_path_dependent, "
                + "linear_shap, enumeration, kernel_shap, lime, not \"shap\".")
        #expect(detail("{\"seed\":-1}") == "parameters.seed must be a whole number from 0 to 2^63 - 1.")
        #expect(
            detail("{\"estimator\":\"ols\"}")
                == "There is no estimator \"ols\"; choose gp_odd, leverage, wls, sampled, exact_limit."
        )
    }

    @Test(
        arguments: [
            ("", ProblemCode.malformedJSON, nil), ("[[1,2]]", .invalidRequest, nil), ("null", .invalidRequest, nil),
            ("{\"instances\":[[1,2]]", .malformedJSON, nil), ("{\"instances\":[[1,2]]} x", .malformedJSON, nil),
            ("{}", .invalidRequest, "instances"), ("{\"parameters\":{}}", .invalidRequest, "instances"),
            ("{\"instances\":[]}", .noInstances, "instances"), ("{\"inputs\":[]}", .noInstances, "inputs"),
            ("{\"instances\":[[1,2]],\"inputs\":[[1,2]]}", .invalidRequest, "inputs"),
            ("{\"instances\":[[1,2]],\"instances\":[[1,2]]}", .malformedJSON, "instances"),
            ("{\"instances\":[[1,2]],\"signature_name\":\"x\"}", .unknownParameter, "signature_name"),
            ("{\"rows\":[[1,2]]}", .unknownParameter, "rows"), ("{\"rows\":[[1,2]]", .malformedJSON, nil),
            ("{\"instances\":[[1]],\"parameters\":{\"seed\":}}", .malformedJSON, "parameters.seed"),
            ("{\"instances\":[[1e999,2]]}", .notFinite, "instances[0][0]"),
        ] as [(String, ProblemCode, String?)])
    func refusesBodies(body: String, code: ProblemCode, field: String?) throws {
        let problem = try #require(#expect(throws: Problem.self) { try explain(body) })
        #expect(problem.code == code)
        #expect(problem.field == field)
    }

    @Test func readsPredictRequests() throws {
        let body = Array("{\"instances\":[[1,2]],\"parameters\":{\"space\":\"label\"}}".utf8)
        #expect(try PredictRequest(body, decoder: decoder).space == .label)
        let refused = Array("{\"instances\":[[1,2]],\"parameters\":{\"seed\":1}}".utf8)
        let problem = #expect(throws: Problem.self) { try PredictRequest(refused, decoder: decoder) }
        #expect(problem?.code == .unknownParameter)
    }

    @Test func readsImportanceRequests() throws {
        let request = try importance(
            """
            {"instances": [[1,2],[3,4]], "labels": [0, true],
             "parameters": {"metric": "log_loss", "repeats": 7, "seed": 3, "space": "probability", "output": 1,
                            "groups": true, "exact": false, "mode": "async"}}
            """)
        var expected = ImportanceParameters()
        expected.metric = .logLoss
        expected.repeats = 7
        expected.seed = 3
        expected.space = .probability
        expected.output = .index(1)
        expected.groups = true
        expected.exact = false
        expected.mode = .async
        #expect(request.parameters == expected)
        #expect(request.labels == .numbers([0, 1]))
        let plain = try importance("{\"labels\":[\"x\",\"y\"],\"instances\":[[1,2],[3,4]]}")
        #expect(plain.parameters == ImportanceParameters())
        #expect(try plain.labels.numbers(classes: ["y", "x"]) == [1, 0])
    }

    @Test(arguments: [
        ("\"instances\":[[1,2],[3,4]]", ProblemCode.invalidLabels, "labels"),
        ("\"instances\":[[1,2],[3,4]],\"labels\":[1]", .invalidLabels, "labels"),
        ("\"instances\":[[1,2],[3,4]],\"labels\":3", .invalidLabels, "labels"),
        ("\"instances\":[[1,2],[3,4]],\"labels\":[1,\"x\"]", .invalidLabels, "labels[1]"),
        ("\"instances\":[[1,2],[3,4]],\"labels\":[\"x\",1]", .invalidLabels, "labels[1]"),
        ("\"instances\":[[1,2],[3,4]],\"labels\":[1,null]", .invalidLabels, "labels[1]"),
        ("\"instances\":[[1,2],[3,4]],\"labels\":[1,1e999]", .notFinite, "labels[1]"),
        ("\"instances\":[[1,2]],\"labels\":[1]", .unsuitableData, "instances"),
        (
            "\"instances\":[[1,2],[3,4]],\"labels\":[1,2],\"parameters\":{\"repeats\":0}", .invalidParameter,
            "parameters.repeats"
        ),
        (
            "\"instances\":[[1,2],[3,4]],\"labels\":[1,2],\"parameters\":{\"repeats\":1001}", .invalidParameter,
            "parameters.repeats"
        ),
        (
            "\"instances\":[[1,2],[3,4]],\"labels\":[1,2],\"parameters\":{\"metric\":\"gini\"}", .invalidParameter,
            "parameters.metric"
        ),
        (
            "\"instances\":[[1,2],[3,4]],\"labels\":[1,2],\"parameters\":{\"budget\":5}", .unknownParameter,
            "parameters.budget"
        ),
    ])
    func refusesImportanceRequests(members: String, code: ProblemCode, field: String) throws {
        let problem = try #require(#expect(throws: Problem.self) { try importance("{\(members)}") })
        #expect(problem.code == code)
        #expect(problem.field == field)
    }

    @Test func namesUnknownClasses() {
        let problem = #expect(throws: Problem.self) {
            try ImportanceLabels.names(["a", "z"]).numbers(classes: ["a", "b"])
        }
        #expect(problem?.field == "labels[1]")
        #expect(problem?.detail == "labels[1] is \"z\", which is no class of the model; the classes are \"a\", \"b\".")
    }

    /// Hostile bytes end in a problem, never in a trap.
    @Test func survivesMutations() {
        let seed = Array(
            "{\"instances\":[[1,2],{\"a\":3,\"b\":-4e2}],\"parameters\":{\"method\":\"lime\",\"seed\":7,\"budget\":100}}"
                .utf8)
        let bytes = Array("{}[],:\"\\-+.e019null \n".utf8) + [0, 0x80, 0xFF]
        var random = CounterRandom(seed: 7)
        for _ in 0..<20_000 {
            var body = seed
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = random.nextBelow(body.count)
                switch random.nextBelow(3) {
                case 0: body[index] = bytes.randomElement(using: &random) ?? 0
                case 1: body.insert(bytes.randomElement(using: &random) ?? 0, at: index)
                default: body.remove(at: index)
                }
            }
            do {
                let request = try ExplainRequest(body, decoder: decoder)
                #expect(request.instances.columns == 2)
                #expect(request.instances.storage.allSatisfy { $0.isFinite })
            } catch {
                #expect(!error.detail.isEmpty)
            }
        }
    }
}
