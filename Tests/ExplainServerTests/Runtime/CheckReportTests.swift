import Testing

@testable import ExplainServer

@Suite struct CheckReportTests {
    private let fixture = RepositoryFixture()

    @Test func saysWhatWasCompared() {
        fixture.writeModel("none")
        fixture.writeModel("one", settings: #""expected": [{"row": [0, 0], "output": 0.5}]"#)
        fixture.writeModel(
            "two", settings: #""expected": [{"row": [0, 0], "output": 0.5}, {"row": [1, 2], "output": 5.5}]"#)
        let report = CheckReport(fixture.catalog, folder: fixture.path)
        #expect(report.isGood)
        #expect(
            report.text == """
                ok      none 1: linear, 2 features, no expected rows: nothing was compared with where it was trained
                ok      one 1: linear, 2 features, 1 expected row came out
                ok      two 1: linear, 2 features, 2 expected rows came out

                """)
    }

    @Test func namesWhatFailed() {
        fixture.writeModel("m", model: "{}")
        let report = CheckReport(fixture.catalog, folder: fixture.path)
        #expect(!report.isGood)
        #expect(report.text.hasPrefix("failed  m: model.json: JSON: "))
    }

    @Test func namesAFolderThatIsNotThere() {
        let folder = fixture.path + "/absent"
        let report = CheckReport(ModelRepository(folder: folder).snapshot, folder: folder)
        #expect(!report.isGood)
        #expect(report.text.hasPrefix("failed  \(folder): the models folder cannot be read: "))
        let empty = CheckReport(fixture.catalog, folder: fixture.path)
        #expect(!empty.isGood && empty.text == "failed  \(fixture.path): no model folder is in it\n")
    }
}
