import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct RemoteRepositoryTests {
    private let fixture = RepositoryFixture()

    private func write(_ remote: String, settings: String = "", background: String? = "a,b\n1.5,2\n3,4\n") {
        let more = settings.isEmpty ? "" : ", " + settings
        fixture.write(#"{"model": {"remote": "# + remote + "}" + more + "}", to: "m/explain.json")
        if let background { fixture.write(background, to: "m/background.csv") }
    }

    @Test func aModelServerIsAModel() throws {
        let server = try FakeModelServer(FakeModel.linear)
        write(#"{"protocol": "v1", "url": "\#(server.url)", "name": "m"}"#)
        let served = try #require(fixture.catalog.model("m"))
        #expect(served.schema.names == ["a", "b"])
        #expect(served.scoreNames == ["output"])
        #expect(served.space == .margin)
        #expect(served.structure.format == "remote-v1")
        #expect(served.remote?.report.isWell == true)
        #expect(RemoteFixture.predict(served, [1, 2]) == [5.5])
    }

    @Test func twoNamesOfOneProbabilityAreTwoClasses() throws {
        let server = try FakeModelServer { request in FakeModel.answer(request) { row in [(row[0] ?? 0) / 10] } }
        write(
            #"{"protocol": "mlflow", "url": "\#(server.url)"}"#,
            settings: #""outputs": ["no", "yes"], "space": "probability""#)
        let served = try #require(fixture.catalog.model("m"))
        #expect(served.scoreNames == ["no", "yes"])
        #expect(served.defaultOutput == 1)
        #expect(RemoteFixture.predict(served, [2, 0]) == [0.8, 0.2])
        #expect(served.native.outputCount(in: .probability) == 1)
    }

    @Test func expectedRowsDecide() throws {
        let server = try FakeModelServer(FakeModel.linear)
        let remote = #"{"protocol": "v2", "url": "\#(server.url)", "name": "m"}"#
        write(remote, settings: #""expected": [{"row": [1, 2], "output": 5.5}]"#)
        #expect(fixture.catalog.model("m")?.expectedChecked == 1)
        write(remote, settings: #""expected": [{"row": [1, 2], "output": 5.4}]"#)
        #expect(try #require(fixture.failure).contains("got 5.5 for output 'output', expected 5.4"))
    }

    @Test func whoCannotBeAskedMayComeLater() throws {
        let server = try FakeModelServer { _ in .json("{}", status: 500) }
        let remote = #"{"protocol": "v2", "url": "\#(server.url)", "name": "m"}"#
        write(remote)
        #expect(try #require(fixture.failure).contains("with its outputs named here"))
        write(remote, settings: #""outputs": ["score"]"#)
        let repository = ModelRepository(folder: fixture.path)
        let served = try #require(repository.snapshot.model("m"))
        #expect(served.remote?.admission == .pending)
        #expect(served.remote?.report.isWell == false)
        server.behave(FakeModel.linear)
        #expect(RemoteFixture.predict(served, [1, 2]) == [5.5])
        #expect(served.remote?.admission == .passed(outputs: 1, notes: []))
    }

    @Test func areloadKeepsWhatIsKnownOfATarget() throws {
        let server = try FakeModelServer(FakeModel.linear)
        write(#"{"protocol": "v2", "url": "\#(server.url)", "name": "m"}"#)
        let repository = ModelRepository(folder: fixture.path)
        let target = try #require(repository.snapshot.model("m")?.remote)
        let count = server.requests.count
        #expect(repository.reload().model("m")?.remote === target)
        #expect(server.requests.count == count)
        write(#"{"protocol": "v2", "url": "\#(server.url)", "name": "m", "max_rows": 7}"#)
        #expect(repository.reload().model("m")?.remote !== target)
    }

    @Test func theVersionTellsDigestsApart() throws {
        let server = try FakeModelServer(FakeModel.linear)
        let remote = #"{"protocol": "v2", "url": "\#(server.url)", "name": "m"}"#
        write(remote, settings: #""version": "1""#)
        let first = fixture.catalog.model("m")?.digest
        write(remote, settings: #""version": "2""#)
        let second = fixture.catalog.model("m")?.digest
        #expect(first != nil && second != nil && first != second)
    }

    @Test func credentialsComeFromAFileAndStandNowhere() throws {
        let server = try FakeModelServer(FakeModel.linear)
        write(#"{"protocol": "v2", "url": "\#(server.url)", "name": "m", "authorization_file": "token"}"#)
        fixture.write("Bearer one\n", to: "m/token")
        let repository = ModelRepository(folder: fixture.path)
        let served = try #require(repository.snapshot.model("m"))
        #expect(server.requests.allSatisfy { $0.fields["authorization"] == "Bearer one" })
        fixture.write("Bearer two\n", to: "m/token")
        let reloaded = try #require(repository.reload().model("m"))
        #expect(reloaded.digest == served.digest)
        #expect(server.requests.last?.fields["authorization"] == "Bearer two")
    }

    static let refused: [(String, String)] = [
        (#"{"protocol": "v2", "url": "https://x", "name": "m"}"#, "a sidecar or a service mesh"),
        (#"{"protocol": "v2", "url": "http://u:p@x", "name": "m"}"#, "leave the name and the password out"),
        (#"{"protocol": "v2", "url": "http://169.254.169.254", "name": "m"}"#, "an address that no model server has"),
        (#"{"protocol": "v3", "url": "http://x", "name": "m"}"#, "is none of v2, v1, mlflow"),
        (#"{"protocol": "v2", "url": "http://x"}"#, "name"), (#"{"protocol": "v2", "name": "m"}"#, "url"),
        (#"{"url": "http://x", "name": "m"}"#, "protocol"),
        (#"{"protocol": "v2", "url": "http://x", "name": "../x"}"#, "letters, digits"),
        (#"{"protocol": "v2", "url": "http://x", "name": "m", "timeout": 1}"#, "timeout_ms"),
        (#"{"protocol": "v2", "url": "http://x", "name": "m", "timeout_ms": 0}"#, "not between 1 and 600000"),
        (#"{"protocol": "v2", "url": "http://x", "name": "m", "headers": {"Host": "y"}}"#, "not for the settings"),
        (#"{"protocol": "v2", "url": "http://x", "name": "m", "headers": {"X": "a\r\nb: c"}}"#, "printable ASCII"),
        (#"{"protocol": "v2", "url": "http://x", "name": "m", "authorization_file": "../t"}"#, "leads out of"),
        (
            #"{"protocol": "v2", "url": "http://x", "name": "m", "authorization_file": "t", "forward_authorization": true}"#,
            "exclude each other"
        ),
    ]

    @Test(arguments: refused) func refuses(_ remote: String, _ reason: String) throws {
        write(remote)
        let failure = try #require(fixture.failure)
        #expect(failure.contains(reason), "\(failure)")
    }

    @Test func aRemoteModelNeedsColumns() throws {
        write(#"{"protocol": "v2", "url": "http://127.0.0.1:1", "name": "m"}"#, background: nil)
        #expect(try #require(fixture.failure).contains("name them in features"))
    }

    @Test func aFileAndAServerExcludeEachOther() throws {
        fixture.write(
            #"{"model": {"file": "x.json", "remote": {"protocol": "mlflow", "url": "http://x"}}}"#,
            to: "m/explain.json")
        #expect(try #require(fixture.failure).contains("a remote model has no file"))
    }

    /// A page for people is no reason to wait for the server to come up.
    @Test func nonsenseIsRefusedAtOnce() throws {
        let server = try FakeModelServer { _ in
            .bytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>")
        }
        write(#"{"protocol": "v2", "url": "\#(server.url)", "name": "m"}"#, settings: #""outputs": ["score"]"#)
        #expect(try #require(fixture.failure).contains("is not plain JSON by its header"))
    }
}
