import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

@Suite struct RemoteProbeTests {
    private static let rows = Matrix(rows: 3, columns: 2, storage: [1.25, 2, 3, 4.5, 5, 6])

    private static func admission(
        space: OutputSpace = .margin, outputs: Int = 1, change: (inout RemoteSettings) -> Void = { _ in },
        _ behaviour: @escaping @Sendable (FakeModelServer.Request) -> FakeModelServer.Reply
    ) throws -> (RemoteAdmission, FakeModelServer) {
        let server = try FakeModelServer(behaviour)
        let target = RemoteTarget(try RemoteFixture.settings(server.url, .kserveV1, change: change))
        let model = try RemoteFixture.unprobed(target, outputs: outputs, space: space, rows: rows)
        _ = RemoteFixture.outcome(model, [[1, 2]])
        return (target.admission, server)
    }

    private static func reason(_ admission: RemoteAdmission) -> String {
        if case .failed(let reason) = admission { reason } else { "" }
    }

    @Test func aModelPassesOnce() throws {
        let (admission, server) = try Self.admission(FakeModel.linear)
        #expect(admission == .passed(outputs: 1, notes: []))
        // The batch, the reversed batch, the row alone, and then the row that was asked for.
        #expect(server.requests.map { FakeModel.rows(of: $0)?.count } == [3, 3, 1, 1])
    }

    @Test func randomAnswersFail() throws {
        let (admission, _) = try Self.admission { request in
            FakeModel.answer(request) { _ in [Double(request.number) + 0.5] }
        }
        #expect(Self.reason(admission).contains("random"))
    }

    @Test func answersThatDependOnTheBatchFail() throws {
        let (admission, _) = try Self.admission { request in
            let count = FakeModel.rows(of: request)?.count ?? 0
            return FakeModel.answer(request) { row in [(row[0] ?? 0) + Double(count)] }
        }
        #expect(Self.reason(admission) == "a row has another answer alone than in a batch")
    }

    @Test func answersOutOfOrderFail() throws {
        let (admission, _) = try Self.admission { request in
            let sorted = (FakeModel.rows(of: request) ?? []).compactMap(\.first).compactMap(\.self).sorted()
            return .json("{\"predictions\":\(sorted)}")
        }
        #expect(Self.reason(admission).contains("reversed"))
    }

    @Test func lastDigitsAreNoted() throws {
        let (admission, _) = try Self.admission { request in
            let count = FakeModel.rows(of: request)?.count ?? 0
            return FakeModel.answer(request) { row in [((row[0] ?? 0) + 0.1) * (1 + 1e-12 * Double(count))] }
        }
        guard case .passed(_, let notes) = admission else {
            Issue.record("the last digits are no reason to refuse a model")
            return
        }
        #expect(notes.count == 1)
    }

    @Test func anotherArityFails() throws {
        let (admission, _) = try Self.admission(outputs: 2, FakeModel.linear)
        #expect(Self.reason(admission).contains("1 outputs"))
    }

    @Test func labelsFailUnlessTheyAreScores() throws {
        let label: @Sendable (FakeModelServer.Request) -> FakeModelServer.Reply = { request in
            FakeModel.answer(request) { row in [(row[0] ?? 0) > 2 ? 1 : 0] }
        }
        #expect(Self.reason(try Self.admission(label).0).contains("labels"))
        #expect(
            try Self.admission(change: { $0.answersWholeNumbers = true }, label).0 == .passed(outputs: 1, notes: []))
    }

    @Test func marginsAreNoProbabilities() throws {
        #expect(Self.reason(try Self.admission(space: .probability, FakeModel.linear).0).contains("no probability"))
    }

    @Test func whoCannotBeAskedStaysPending() throws {
        let (admission, server) = try Self.admission { _ in .json("{}", status: 500) }
        #expect(admission == .pending)
        #expect(server.requests.count == 1)
    }

    @Test func expectedRowsAreChecked() throws {
        let server = try FakeModelServer(FakeModel.linear)
        let target = RemoteTarget(try RemoteFixture.settings(server.url, .kserveV1))
        let model = RemoteModel(
            target: target, schema: try RemoteFixture.schema(), space: .margin, outputs: 1,
            probe: RemoteProbe(rows: Self.rows) { (model) throws(ModelError) in
                let answer = try model.predict(Self.rows, space: .margin)
                return answer[0, 0] == 5.75 ? "row 0 is 5.75" : nil
            })
        #expect(RemoteFixture.outcome(model, [[1, 2]]) == .failure(.unavailable(.unfit("row 0 is 5.75"))))
        #expect(target.admission == .failed("row 0 is 5.75"))
    }
}
