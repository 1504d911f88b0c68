import Testing

@testable import ExplainServer

@Suite struct ModelVersionTests {
    private let fixture = RepositoryFixture()

    @Test func theHighestVersionAnswersByDefault() throws {
        for version in ["9", "10", "2"] { fixture.writeModel("credit/\(version)") }
        let entry = try #require(fixture.catalog.entries["credit"])
        #expect(fixture.catalog.failures == [])
        #expect(entry.versions.map(\.version) == ["2", "9", "10"])
        #expect(entry.current.version == "10")
        #expect(entry.version("9")?.version == "9")
        #expect(entry.version("3") == nil)
        #expect(entry.version(nil)?.version == "10")
    }

    @Test func theFolderAboveMayChooseTheVersionAndTheName() throws {
        for version in ["3", "4"] { fixture.writeModel("folder/\(version)") }
        fixture.write(#"{"name": "credit", "default_version": "3"}"#, to: "folder/explain.json")
        let entry = try #require(fixture.catalog.entries["credit"])
        #expect(entry.current.version == "3")
        #expect(entry.current.name == "credit")
        #expect(fixture.catalog.models.map(\.version) == ["3", "4"])
    }

    @Test func aBrokenVersionLeavesTheOthers() throws {
        fixture.writeModel("credit/3")
        fixture.writeModel("credit/4", model: "{}")
        let catalog = fixture.catalog
        #expect(catalog.entries["credit"]?.current.version == "3")
        #expect(catalog.failures.map(\.model) == ["credit"])
        #expect(catalog.failures.map(\.version) == ["4"])
    }

    @Test func aChosenVersionThatIsBrokenIsNotReplaced() {
        fixture.writeModel("credit/3")
        fixture.writeModel("credit/4", model: "{}")
        fixture.write(#"{"default_version": "4"}"#, to: "credit/explain.json")
        let catalog = fixture.catalog
        #expect(catalog.entries.isEmpty)
        #expect(
            catalog.failures.last?.message == "explain.json: default_version '4' is none of the versions that loaded")
    }

    @Test(arguments: [
        (#"{"model": {"file": "model.json"}}"#, "version folders"), (#"{"outputs": ["a"]}"#, "version folders"),
    ])
    func theFolderAboveSaysNothingElse(_ settings: String, _ message: String) throws {
        fixture.writeModel("credit/3")
        fixture.write(settings, to: "credit/explain.json")
        #expect(try #require(fixture.failure).contains(message))
        #expect(fixture.catalog.entries.isEmpty)
    }

    @Test(arguments: [
        (#""name": "other""#, "explain.json: the name 'other' is not that of the folder above, 'credit'"),
        (#""version": "4""#, "explain.json: the version '4' is not that of the version folder, '3'"),
    ])
    func versionsAgreeWithTheirFolders(_ settings: String, _ message: String) {
        fixture.writeModel("credit/3", settings: settings)
        #expect(fixture.failure == message)
    }
}
