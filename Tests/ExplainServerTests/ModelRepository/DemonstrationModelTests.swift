import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct DemonstrationModelTests {
    static let folder = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/Fixtures/models"

    private let catalog = ModelRepository(folder: folder).snapshot

    @Test func everyModelLoads() {
        #expect(catalog.failures == [])
        #expect(catalog.names == ["cancer", "credit", "diabetes"])
        #expect(catalog.models.allSatisfy { $0.expectedChecked == ($0.name == "credit" ? 20 : 10) })
        #expect(catalog.models.allSatisfy { $0.backgrounds[$0.defaultBackground ?? ""]?.rows.rows == 100 })
    }

    @Test func theCreditModelShowsWhatAModelCanBe() throws {
        let model = try #require(catalog.model("credit"))
        #expect(model.version == "1")
        #expect(model.schema.count == 13)
        #expect(model.players.count == 13)
        #expect(model.groups.count == 8)
        #expect(model.groups.names.last == "region")
        #expect(model.schema.features.filter(\.isNullable).map(\.name) == ["employment_years", "utilization"])
        #expect(model.acceptsMissing)
        #expect(model.outputNames(in: .margin) == ["repaid", "default"])
        #expect(model.outputNames(in: .label) == ["label"])
        #expect(model.defaultOutput == 1)
        #expect(model.space == .margin)
        #expect(Set(model.backgrounds.keys) == ["default", "repaid"])
        let weights = try #require(model.backgrounds["repaid"]?.weights)
        #expect(weights.count == 50)
        #expect(Set(weights).count == 3)
        #expect(model.lineage?.trainedBy == "explaind demonstration")
    }

    @Test func theNetworkHasPlayersForALongJob() throws {
        let model = try #require(catalog.model("cancer"))
        #expect((16...18).contains(model.players.count))
        #expect(model.groups == model.players)
    }

    @Test func theRegressionHasOneOutput() throws {
        let model = try #require(catalog.model("diabetes"))
        #expect(model.outputNames(in: model.space) == ["progression"])
        #expect(model.defaultOutput == 0)
        #expect(model.players.count == 10)
    }

    @Test func digestsAreStableAndDifferent() {
        let again = ModelRepository(folder: Self.folder).snapshot
        let digests = catalog.models.map(\.digest)
        #expect(again.models.map(\.digest) == digests)
        #expect(Set(digests).count == 3)
        #expect(digests.allSatisfy { $0.hasPrefix("sha256:") && $0.utf8.count == 71 })
    }
}
