import Testing

@testable import ExplainServer

@Suite struct ModelFolderTests {
    private let fixture = RepositoryFixture()

    private func read(_ file: String, maximumBytes: Int = 1000) throws(ModelLoadError) -> [UInt8] {
        try ModelFolder(fixture.path + "/m").read(file, maximumBytes: maximumBytes)
    }

    init() {
        fixture.write("secret", to: "outside.txt")
        fixture.write("inside", to: "m/sub/file.txt")
    }

    @Test(arguments: [
        "../outside.txt", "sub/../../outside.txt", "/etc/hosts", "", ".", "./sub/file.txt", "sub//file.txt", "a\0b",
    ])
    func pathsThatLeadOutAreRefused(_ file: String) {
        #expect(throws: ModelLoadError.outsideFolder(file)) { try read(file) }
    }

    @Test func linksThatLeadOutAreRefused() {
        fixture.link("m/link.txt", to: "../outside.txt")
        fixture.link("m/folder", to: "..")
        #expect(throws: ModelLoadError.outsideFolder("link.txt")) { try read("link.txt") }
        #expect(throws: ModelLoadError.outsideFolder("folder/outside.txt")) { try read("folder/outside.txt") }
    }

    @Test func aSiblingWithTheSameBeginningIsOutside() {
        fixture.write("secret", to: "m-other/file.txt")
        fixture.link("m/link.txt", to: "../m-other/file.txt")
        #expect(throws: ModelLoadError.outsideFolder("link.txt")) { try read("link.txt") }
    }

    @Test func linksThatStayInsideAreFollowed() throws {
        fixture.link("m/link.txt", to: "sub/file.txt")
        #expect(try read("link.txt") == Array("inside".utf8))
        #expect(try read("sub/file.txt") == Array("inside".utf8))
    }

    @Test func whatIsNoReadableFileIsRefused() {
        #expect(throws: ModelLoadError.unreadable("gone", .missing)) { try read("gone") }
        #expect(throws: ModelLoadError.unreadable("sub", .wrongKind)) { try read("sub") }
        fixture.link("m/loop", to: "loop")
        #expect(throws: ModelLoadError.unreadable("loop", .wrongKind)) { try read("loop") }
        #expect(throws: ModelLoadError.unreadable("sub/file.txt", .tooLarge(limitBytes: 5))) {
            try read("sub/file.txt", maximumBytes: 5)
        }
    }

    @Test func settingsCannotNameFilesOutside() {
        fixture.write(#"{"model": {"file": "../outside.txt"}}"#, to: "m/explain.json")
        #expect(
            fixture.failure
                == "'../outside.txt' leads out of the model's folder; "
                + "put the file into the folder and name it relative to it")
    }
}
