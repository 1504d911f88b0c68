import Foundation
import Testing

@testable import explainctl

@Suite struct ImportanceCommandTests {
    private static let model = ClientResponse(
        200, #"{"features":[{"name":"c","type":"category"},{"name":"n","type":"float"}]}"#)

    private static let result = ClientResponse(
        200,
        #"{"metric":"r2","baseline":0.875,"importances":[{"feature":"c","mean":-0.5,"std":0.25,"#
            + #""interval":[-0.75,0.5],"confidence":0.95},{"feature":"n","mean":2}],"exact":false}"#)

    @Test func rowsAndLabelsArePosted() throws {
        let folder = try ScratchFolder.make("importance")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("a.csv").path
        try Data("c,y,n\n1,yes,2.5\n2,no,\n".utf8).write(to: URL(fileURLWithPath: path))
        let run = CommandRun(
            "importance", "m", "--file", path, "--label", "y", "--repeats", "3", "--metric", "auc", "--exact",
            answers: ["GET /v1/models/m": [Self.model], "POST /v1/models/m:importance": [Self.result]])
        #expect(
            run.requests.last.map { String(decoding: $0.body, as: UTF8.self) }
                == #"{"instances":[{"c":"1","n":2.5},{"c":"2","n":null}],"labels":["yes","no"],"#
                + #""parameters":{"metric":"auc","repeats":3,"exact":true}}"#)
        #expect(
            run.output == """
                r2 0.875
                FEATURE  IMPORTANCE   STD  INTERVAL
                n                +2     -  -
                c              -0.5  0.25  -0.75 to 0.5

                """)
        let wrong = CommandRun("importance", "m", "--file", path, "--label", "z")
        #expect(wrong.exitCode == .usage)
        #expect(wrong.errors.hasPrefix("explainctl: \(path): there is no column 'z'\n"))
    }
}
