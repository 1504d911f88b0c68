import Testing

/// Shows each house rule text that breaks it, and text that looks alike and does not.
@Suite struct TidyRuleTests {
    private func file(_ text: String, path: String = "Sources/ExplainCore/A.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    @Test func maskKeepsCodeAndBlanksTheRest() {
        let source = #"""
            let a = "try! // no" + "\(f("x) \"", b))" // try!
            let c = """
                fatalError("//")
                """
            """#
        let masked = file(source).code
        #expect(masked[0].hasPrefix(#"let a = "          " + " (f("     ", b))""#))
        #expect(!masked[0].contains("try!"))
        #expect(masked[2].allSatisfy { $0 == " " })
        #expect(masked[3].hasSuffix("\"\"\""))
    }

    @Test(arguments: [
        ("import Foundation", "Foundation"), ("public import ExplainCore", "ExplainCore"),
        ("@testable import ExplainServer", "ExplainServer"), ("import struct Glibc.stat", "Glibc"),
        ("    import Darwin", "Darwin"),
    ])
    func importedModuleIsFound(line: String, module: String) {
        #expect(ImportRule.importedModule(line) == module)
    }

    @Test func importsOffTheListAreFound() {
        let found = ImportRule.findings(file("import Dispatch\nimport Foundation\n"))
        #expect(found.map(\.line) == [2])
        #expect(ImportRule.findings(file("import ExplainServer\n", path: "Sources/ExplainAPI/A.swift")).count == 1)
        #expect(ImportRule.findings(file("let a = 1\n", path: "Sources/New/A.swift")).count == 1)
    }

    @Test(arguments: [
        ("final class A: @unchecked Sendable {}\n", 1),
        ("nonisolated(unsafe) var a = 1\n", 1),
        ("@safe struct A {}\n", 1), ("func f(_ p: UnsafeMutablePointer<Int>) {}\n", 0),
        (
            "// SAFETY: only one thread.\n/// A.\nfinal class A: @unchecked Sendable {\n\n    var p: UnsafeRawPointer\n}\n",
            0
        ),
        ("// SAFETY: here.\nlet a = unsafe f()\n\nlet b = unsafe g()\n", 1),
        ("func f() {\n    // SAFETY: here.\n    unsafe g()\n}\nlet b = unsafe h()\n", 1),
        ("let a = \"unsafe\" // unsafe\n", 0),
    ])
    func unsafeCodeIsFound(text: String, count: Int) {
        #expect(SafetyRule.findings(file(text)).count == count)
    }

    @Test func longFunctionsAreFound() {
        let body = String(repeating: "        g()\n", count: LengthRule.functionLines - 1)
        let fits = "struct A {\n    func f(\n    ) {\n" + body.dropFirst(24) + "    }\n}\n"
        let long = "struct A {\n    public static func f() {\n" + body + "    }\n\n    func h() {}\n}\n"
        #expect(LengthRule.functionFindings(file(fits)).isEmpty)
        #expect(LengthRule.functionFindings(file(long)).map(\.line) == [2])
    }

    @Test func longFilesAreFound() {
        #expect(LengthRule.fileFindings(file(String(repeating: "\n", count: 400))).isEmpty)
        #expect(LengthRule.fileFindings(file(String(repeating: "\n", count: 401))).count == 1)
        #expect(LengthRule.fileWarnings(file(String(repeating: "\n", count: 301))).count == 1)
    }

    @Test(arguments: [
        ("fatalError()", 1), ("let a = try! f()", 1), ("let a = b as! C", 1), ("print(a)", 1),
        ("func print(_ a: Int)", 0), ("let printed = a", 0), ("fprint(a)", 0),
    ])
    func forbiddenWordsAreFound(line: String, count: Int) {
        #expect(WordRule.remedies(line, isQuiet: true).count == count)
    }

    @Test func commandLineMayPrint() {
        #expect(WordRule.findings(file("print(a)\n", path: "Sources/explainctl/A.swift")).isEmpty)
        #expect(WordRule.findings(file("print(a)\n", path: "Sources/ExplainServer/Runtime/A.swift")).isEmpty)
        #expect(WordRule.findings(file("print(a)\n", path: "Sources/ExplainServer/HTTP/A.swift")).count == 1)
    }

    @Test(arguments: [
        ("a ", 1), ("a\t", 1), ("// TO" + "DO: later", 1), ("let p = \"/ho" + "me/me/a\"", 1), ("a", 0), ("", 0),
    ])
    func untidyTextIsFound(line: String, count: Int) {
        #expect(TextRule.remedies(line).count == count)
        #expect(TextRule.findings(file(line + "\n")).count == count)
    }

    @Test func missingLineBreakAtTheEndIsFound() {
        #expect(TextRule.findings(file("a")).count == 1)
        #expect(TextRule.findings(file("")).isEmpty)
    }

    @Test func brokenLinksAreFound() {
        let page = file(
            "[a](b.md) [c](../d.md#e) [f](https://g.h) [i](#j)\n[k](gone.md)\n", path: "docs/decisions/a.md")
        let there: Set<String> = ["docs/decisions/b.md", "docs/d.md"]
        #expect(LinkRule.findings(page) { there.contains($0) }.map(\.line) == [2])
    }
}
