import ExplainAPI
import ExplainCore
import Testing

@testable import ExplainServer

/// The recorded exchanges, replayed byte for byte.
@Suite struct RecordedExchangeTests {
    private static let names = ["a", "b", "c", "d"]
    private static let rows: [[Double]] = [[0.1, -0.2, 0.3, 1.5], [1, 2, -0.5, 0]]

    /// A request that we send as it was recorded, and what the server answered.
    struct Case: Sendable, CustomTestStringConvertible {
        var file: String
        var name: String
        var change: @Sendable (inout RemoteSettings) -> Void
        var outputs: Int
        var answers: [Double]
        var testDescription: String { file + " " + name }
    }

    private static let single = [
        0.07588284812879577, 0.878011073892477, 0.046106077978727185, 2.2696406598580795e-10, 0.00027716545210531635,
        0.9997228343209307,
    ]

    static let cases: [Case] = [
        Case(
            file: "mlserver_v2", name: "infer predict_proba output",
            change: {
                ($0.name, $0.input, $0.output, $0.floatType) = ("skl", "predict", "predict_proba", .single)
            }, outputs: 3, answers: single),
        Case(
            file: "mlserver_v2", name: "infer xgb",
            change: { ($0.name, $0.input, $0.floatType) = ("xgb", "predict", .single) }, outputs: 1,
            answers: [0.9164520502090454, 0.9164520502090454]),
        Case(
            file: "mlserver_v2", name: "infer lgb",
            change: { ($0.name, $0.input, $0.floatType) = ("lgb", "predict", .single) }, outputs: 1,
            answers: [0.7721134808406852, 0.7721154005600003]),
        Case(
            file: "mlserver_v2", name: "infer versioned path",
            change: { ($0.name, $0.modelVersion, $0.input, $0.floatType) = ("skl", "v1.0", "predict", .single) },
            outputs: 1, answers: [1, 2]),
        Case(
            file: "kserve_v1_v2", name: "v2 infer flat", change: { ($0.name, $0.floatType) = ("skl", .single) },
            outputs: 3, answers: single),
        Case(
            file: "kserve_v1_v2", name: "v1 predict",
            change: { ($0.wireProtocol, $0.name) = (.kserveV1, "skl") }, outputs: 3,
            answers: [
                0.0758828477013555, 0.8780110740706626, 0.04610607822798186, 2.2696406598580795e-10,
                0.00027716545210531635, 0.9997228343209307,
            ]),
        Case(
            file: "mlflow_invocations", name: "[proba] dataframe_split", change: { $0.wireProtocol = .mlflow },
            outputs: 2,
            answers: [0.48375491357628286, 0.5162450864237171, 4.7950611620883876e-05, 0.9999520493883791]),
    ]

    @Test(arguments: cases) func oursIsTheRecordedRequest(_ golden: Case) throws {
        let exchange = try #require(RecordedExchange.named(golden.name, in: golden.file))
        let server = try FakeModelServer { request in
            let id = (try? JSONValue.parse(request.body))?["id"]?.asString
            return .bytes(exchange.bytes(id: id))
        }
        let settings = try RemoteFixture.settings(server.url, change: golden.change)
        let model = try RemoteFixture.model(
            RemoteTarget(settings), features: Self.names, outputs: golden.outputs)
        #expect(RemoteFixture.outcome(model, Self.rows) == .success(golden.answers))
        let sent = try #require(server.requests.first)
        #expect(sent.path == exchange.path)
        #expect(
            Self.withoutID(try JSONValue.parse(sent.body))
                == Self.withoutID(try JSONValue.parse(Array(exchange.request.utf8))))
    }

    /// Members in the order of their names, without the identifier.
    private static func withoutID(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(withoutID))
        case .object(let members):
            .object(
                members.filter { $0.key != "id" }.map { JSONMember($0.key, withoutID($0.value)) }
                    .sorted { $0.key < $1.key })
        case .number(let number): .number(JSONNumber(number.double))
        default: value
        }
    }

    /// Whatever a server answers to a request that it does not like: an error of ours, and none of its words.
    @Test(arguments: RecordedExchange.all.filter { $0.status != 200 })
    func refusalsSayNothingOfTheirs(_ exchange: RecordedExchange) throws {
        let server = try FakeModelServer { _ in .bytes(exchange.bytes(id: nil)) }
        let model = try RemoteFixture.model(
            RemoteTarget(try RemoteFixture.settings(server.url)), features: Self.names)
        guard case .failure(let error) = RemoteFixture.outcome(model, [Self.rows[0]]) else {
            Issue.record("there is no answer")
            return
        }
        #expect(error == .unavailable(.status(exchange.status)))
        #expect(
            Problem(error).detail
                == "The model server answered with status \(exchange.status); its log says why.")
    }

    /// Recorded answers of labels are refused by the probe.
    @Test(arguments: ["infer flat FP32", "infer FP64", "infer nested"]) func labelsAreNoScores(_ name: String) throws {
        let exchange = try #require(RecordedExchange.named(name, in: "mlserver_v2"))
        let server = try FakeModelServer { request in
            let id = (try? JSONValue.parse(request.body))?["id"]?.asString
            return .bytes(exchange.bytes(id: id))
        }
        let model = try RemoteFixture.unprobed(
            RemoteTarget(try RemoteFixture.settings(server.url)), features: Self.names,
            rows: Matrix(rows: 2, columns: 4, storage: Self.rows.flatMap(\.self)))
        guard case .failure(.unavailable(.unfit(let reason))) = RemoteFixture.outcome(model, Self.rows) else {
            Issue.record("labels pass")
            return
        }
        #expect(reason.contains("predict_proba"))
    }

    @Test func thereAreExchanges() {
        #expect(RecordedExchange.all.count > 60)
        #expect(RecordedExchange.all.filter { $0.status != 200 }.count > 30)
    }
}
