import Testing

@testable import explainctl

@Suite struct ArgumentsTests {
    private static let options = [
        CommandOption("model", "MODEL", help: "a model"), CommandOption("limit", "N", help: "a number"),
        CommandOption("json", help: "a flag"),
    ]

    private func parse(_ words: [String]) throws -> Arguments { try Arguments(words, options: Self.options) }

    @Test func optionsAndOperandsMayMix() throws {
        let arguments = try parse(["show", "--model", "a", "--json", "-", "--limit=3", "--", "--model"])
        #expect(arguments.operands == ["show", "-", "--model"])
        #expect(arguments.value("model") == "a")
        #expect(arguments.has("json"))
        #expect(try arguments.integer("limit") == 3)
    }

    @Test func valuesMayHoldAnything() throws {
        #expect(try parse(["--model=a=b"]).value("model") == "a=b")
        #expect(try parse(["--model="]).value("model")?.isEmpty == true)
        #expect(try parse(["--model", "--json"]).value("model") == "--json")
    }

    @Test func theLastOfRepeatedOptionsWins() throws {
        #expect(try parse(["--model", "a", "--model=b"]).value("model") == "b")
    }

    @Test(arguments: [
        (["--modle", "a"], UsageError.unknownOption("--modle")),
        (["-m"], UsageError.unknownOption("-m")),
        (["---"], UsageError.unknownOption("---")),
        (["--model"], UsageError.missingValue("model")),
        (["--json=yes"], UsageError.unexpectedValue("json")),
    ])
    func whatMakesNoSenseIsRefused(words: [String], error: UsageError) {
        #expect(throws: error) { try parse(words) }
    }

    @Test(arguments: ["0", "-1", "1.5", "", "9223372036854775808", "1e3"])
    func integersAreStrict(text: String) throws {
        let arguments = try parse(["--limit=" + text])
        let error = UsageError.badValue(option: "limit", value: text, expected: "a whole number from 1")
        #expect(throws: error) { try arguments.integer("limit", atLeast: 1) }
    }

    @Test func operandsAreCounted() throws {
        #expect(throws: UsageError.missingOperand("MODEL")) { try parse([]).operands("MODEL") }
        #expect(throws: UsageError.unexpectedOperand("b")) { try parse(["a", "b"]).operands("MODEL") }
        #expect(try parse(["a"]).operands("MODEL") == ["a"])
    }

    @Test func sharedOptionsMayStandBeforeTheCommand() throws {
        let (name, rest) = try Invocation.split(["--url", "http://a", "--json", "jobs", "list", "--limit", "2"])
        #expect(name == "jobs")
        #expect(rest == ["--url", "http://a", "--json", "list", "--limit", "2"])
        #expect(throws: UsageError.missingCommand) { try Invocation.split(["--url", "http://a"]) }
        #expect(throws: UsageError.missingCommand) { try Invocation.split(["--url"]) }
    }
}
