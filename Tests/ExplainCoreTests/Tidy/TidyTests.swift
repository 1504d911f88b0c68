import Testing

/// Holds the house rules over the repository's own text; docs/decisions/0010 says which and why.
@Suite struct TidyTests {
    private static let tree = SourceTree.repository

    @Test func importsFollowTheAllowList() { report(Self.tree.swift.flatMap(ImportRule.findings)) }

    @Test func unsafeCodeSaysWhyItIsSafe() { report(Self.tree.shipped.flatMap(SafetyRule.findings)) }

    @Test func functionsAreShort() { report(Self.tree.shipped.flatMap(LengthRule.functionFindings)) }

    @Test func filesAreShort() {
        report(Self.tree.shipped.flatMap(LengthRule.fileFindings))
        for finding in Self.tree.shipped.flatMap(LengthRule.fileWarnings) {
            Issue.record("\(finding.description)", severity: .warning)
        }
    }

    @Test func sourcesAvoidForbiddenWords() { report(Self.tree.swift.flatMap(WordRule.findings)) }

    @Test func textIsTidy() { report(Self.tree.texts.flatMap(TextRule.findings)) }

    @Test func documentLinksLeadSomewhere() {
        let links = Self.tree.texts.filter { $0.path.hasSuffix(".md") }
        #expect(!links.isEmpty)
        report(links.flatMap { LinkRule.findings($0, exists: Self.tree.exists) })
    }

    @Test func everySourceFolderIsRead() {
        let folders = Set(Self.tree.swift.map(\.target))
        #expect(folders.isSuperset(of: ["ExplainCore", "ExplainAPI", "ExplainServer", "explainctl", "explain-bench"]))
    }

    private func report(_ findings: [TidyFinding]) {
        for finding in findings { Issue.record("\(finding.description)") }
    }
}
