import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct ModelRepositoryTests {
    private let fixture = RepositoryFixture()

    @Test func onlyTheModelFileMustBeNamed() throws {
        fixture.writeModel("churn")
        let model = try #require(fixture.catalog.model("churn"))
        #expect(model.version == "1")
        #expect(model.schema.names == ["a", "b"])
        #expect(model.schema.features.map(\.kind) == [.float, .float])
        #expect(model.outputNames(in: .margin) == ["output"])
        #expect(model.defaultOutput == 0)
        #expect(model.space == .margin)
        #expect(model.defaultBackground == "default")
        #expect(model.backgrounds["default"]?.rows.rows == 2)
        #expect(model.expectedChecked == 0)
    }

    @Test func namesComeFromTheModelFileBeforeTheBackground() throws {
        let file =
            #"{"format": "linear", "link": "identity", "weights": [[1, 2]], "intercept": [0], "feature_names": ["p", "q"]}"#
        fixture.writeModel(model: file, background: "q,p\n2,1\n")
        let model = try #require(fixture.catalog.model("m"))
        #expect(model.schema.names == ["p", "q"])
        #expect(model.backgrounds["default"]?.rows.storage == [1, 2])
    }

    @Test func aModelWithoutBackgroundOnlyPredicts() throws {
        fixture.writeModel(background: nil)
        let model = try #require(fixture.catalog.model("m"))
        #expect(model.backgrounds.isEmpty)
        #expect(model.defaultBackground == nil)
        #expect(model.schema.names == ["f0", "f1"])
    }

    @Test func twoNamesOfOneProbabilityAreTwoClasses() throws {
        fixture.writeModel(
            settings: """
                "outputs": ["no", "yes"], "expected": [{"row": [1, 2], "output": 5.5},
                {"row": [1, 2], "output": [-5.5, 5.5]}]
                """)
        #expect(fixture.catalog.failures == [])
        let model = try #require(fixture.catalog.model("m"))
        #expect(model.outputNames(in: .probability) == ["no", "yes"])
        #expect(model.defaultOutput == 1)
        #expect(model.expectedChecked == 2)
        #expect(model.model.outputCount(in: .margin) == 2)
    }

    @Test func twoNamesOfARateAreRefused() throws {
        let rate = #"{"format": "linear", "link": "log", "weights": [[1, 2]], "intercept": [0.5]}"#
        fixture.writeModel(settings: #""outputs": ["no", "yes"]"#, model: rate)
        #expect(try #require(fixture.failure).hasPrefix("explain.json: 2 outputs are named, the model has 1"))
    }

    @Test func groupsBecomePlayers() throws {
        fixture.writeModel(
            settings: #""features": [{"name": "a", "group": "g"}, {"name": "b", "group": "g"}]"#)
        let model = try #require(fixture.catalog.model("m"))
        #expect(model.players.names == ["a", "b"])
        #expect(model.groups == Players(names: ["g"], columns: [[0, 1]]))
    }

    @Test func aBrokenModelDoesNotStopTheOthers() {
        fixture.writeModel("good")
        fixture.writeModel("broken", model: "{}")
        fixture.writeModel("named", settings: #""name": "other", "space": "label""#)
        fixture.makeFolder("empty")
        fixture.makeFolder(".hidden")
        fixture.write("text", to: "README.md")
        let catalog = fixture.catalog
        #expect(catalog.names == ["good"])
        #expect(catalog.failures.map(\.model) == ["broken", "empty", "named"])
        #expect(catalog.failures.map(\.version) == [nil, nil, nil])
        #expect(catalog.failures[1].message == "cannot read explain.json: it does not exist")
        #expect(catalog.failures[2].message == "explain.json: space: 'label' is none of margin, probability (byte 67)")
        #expect(catalog.failures.allSatisfy { !$0.message.contains(fixture.path) })
    }

    @Test func aMissingFolderIsAFailure() {
        let catalog = ModelRepository(folder: fixture.path + "/gone").snapshot
        #expect(catalog.failures.map(\.message) == ["the models folder cannot be read: it does not exist"])
        #expect(catalog.entries.isEmpty)
    }

    @Test(arguments: [
        (#""name": "a b""#, "'a b' cannot be a name or version"),
        (#""name": ".a""#, "'.a' cannot be a name or version"),
        (#""version": "1/2""#, "'1/2' cannot be a name or version"),
        (#""outputs": ["x", "y", "z"]"#, "3 outputs are named, the model has 1"),
        (#""outputs": ["x"], "default_output": "y""#, "default_output 'y' is none of the outputs x"),
        (#""features": [{"name": "a"}]"#, "1 features are given, the model reads 2"),
        (#""features": [{"name": "a"}, {"name": "a"}]"#, "two features are called 'a'"),
        (#""features": [{"name": "a", "group": "b"}, {"name": "b"}]"#, "'b' is the name of a group and of a feature"),
        (
            #""features": [{"name": "a", "nullable": true}, {"name": "b"}]"#,
            "feature 'a' is nullable, but this model cannot read missing values"
        ),
        (#""default_version": "2""#, ""),
    ])
    func settingsThatDoNotFitAreRefused(_ settings: String, _ message: String) throws {
        fixture.writeModel(settings: settings)
        let failure = try #require(fixture.failure)
        #expect(failure.contains(message.isEmpty ? "version folders" : message))
    }

    @Test func columnsInAnotherOrderThanTheModelFilesAreRefused() {
        let file =
            #"{"format": "linear", "link": "identity", "weights": [[1, 2]], "intercept": [0], "feature_names": ["a", "b"]}"#
        fixture.writeModel(settings: #""features": [{"name": "b"}, {"name": "a"}]"#, model: file)
        #expect(
            fixture.failure
                == "explain.json: feature 'b' stands at position 0, in the model file at 1; use the file's order")
    }

    @Test func oneNameBelongsToOneFolder() {
        fixture.writeModel("x", settings: #""name": "same""#)
        fixture.writeModel("y", settings: #""name": "same""#)
        let catalog = fixture.catalog
        #expect(catalog.names == ["same"])
        #expect(catalog.failures.map(\.message) == ["explain.json: another folder already holds a model called 'same'"])
    }

    @Test func aReloadSwapsTheCatalogAndKeepsSnapshots() throws {
        fixture.writeModel("m")
        let repository = ModelRepository(folder: fixture.path)
        let before = repository.snapshot
        fixture.writeModel("m", settings: #""version": "2""#)
        fixture.writeModel("n")
        #expect(repository.snapshot.names == ["m"])
        repository.reload()
        #expect(repository.snapshot.names == ["m", "n"])
        #expect(repository.snapshot.model("m")?.version == "2")
        #expect(before.model("m")?.version == "1")
        #expect(before.model("m")?.digest != repository.snapshot.model("m")?.digest)
    }

    /// A large file waits until the others are served, and then replaces what was served before.
    @Test func largeFilesAreLoadedLast() throws {
        let large = RepositoryFixture.linear + String(repeating: " ", count: ModelLoader.largeModelBytes)
        fixture.writeModel("large", model: large)
        fixture.writeModel("small")
        let repository = ModelRepository(folder: fixture.path, defersLargeFiles: true)
        #expect(repository.snapshot.names == ["small"])
        let failure = try #require(repository.snapshot.failures.first)
        #expect(failure.model == "large" && failure.isDeferred && repository.snapshot.isPartial)
        #expect(failure.message == "model.json, \(large.utf8.count) bytes, is being loaded")
        #expect(repository.reload().names == ["large", "small"])
        #expect(!repository.snapshot.isPartial && repository.snapshot.failures.isEmpty)
        #expect(fixture.catalog.names == ["large", "small"])
    }

    /// No older version answers in the place of one that is being loaded.
    @Test func aLargeVersionDefersItsModel() throws {
        fixture.writeModel("m/1")
        fixture.writeModel(
            "m/2", model: RepositoryFixture.linear + String(repeating: " ", count: ModelLoader.largeModelBytes))
        let repository = ModelRepository(folder: fixture.path, defersLargeFiles: true)
        #expect(repository.snapshot.names.isEmpty && repository.snapshot.isPartial)
        #expect(repository.reload().model("m")?.version == "2")
    }

    @Test func aModelThatNoLongerLoadsGoesOnAsItWas() throws {
        fixture.writeModel("m")
        let repository = ModelRepository(folder: fixture.path)
        let digest = repository.snapshot.model("m")?.digest
        fixture.writeModel("m", model: "{\"format\": \"lin")
        let catalog = repository.reload()
        #expect(catalog.model("m")?.digest == digest)
        let failure = try #require(catalog.failures.first)
        #expect(failure.model == "m")
        #expect(failure.message.hasSuffix("; what was loaded before goes on serving"))
        fixture.writeModel("m")
        #expect(repository.reload().failures.isEmpty)
    }

    @Test func theDigestCoversSettingsModelAndSchema() throws {
        fixture.writeModel("m")
        let digest = try #require(fixture.catalog.model("m")?.digest)
        fixture.writeModel("m", model: RepositoryFixture.linear + " ")
        #expect(fixture.catalog.model("m")?.digest != digest)
        fixture.writeModel("m", settings: #""lineage": {"code": "x"}"#)
        #expect(fixture.catalog.model("m")?.digest != digest)
        fixture.writeModel("m", background: "c,d\n1,2\n")
        #expect(fixture.catalog.model("m")?.digest != digest)
        fixture.writeModel("m", background: "a,b\n9,9\n")
        #expect(fixture.catalog.model("m")?.digest == digest)
    }
}
