import ExplainCore
import Testing

@testable import explainctl

@Suite struct InteractionTextTests {
    private func text(_ json: String) throws -> String { InteractionText.text(try JSONValue.parse(Array(json.utf8))) }

    @Test func pairsAreShownWholeTheStrongestFirst() throws {
        let matrix = "[[1,0.25,-2],[0.25,3,0],[-2,0,5]]"
        #expect(
            try text(#"{"features":["age","rent","job"],"interactions":\#(matrix)}"#) == """
                PAIR        INTERACTION
                age x job            -4
                age x rent         +0.5

                """)
    }

    @Test func manyPairsAreCut() throws {
        let names = (0..<6).map { #""f\#($0)""# }.joined(separator: ",")
        let row = "[" + [String](repeating: "0.5", count: 6).joined(separator: ",") + "]"
        let rows = [String](repeating: row, count: 6).joined(separator: ",")
        let lines = try text(#"{"features":[\#(names)],"interactions":[\#(rows)]}"#).split(separator: "\n")
        #expect(lines.count == 12)
        #expect(lines[1] == "f0 x f1           +1")
        #expect(lines[11] == "and 5 weaker pairs")
    }

    @Test func thereMayBeNothingToShow() throws {
        #expect(try text(#"{"features":["a"],"values":[1]}"#).isEmpty)
        #expect(try text(#"{"features":["a","b"],"interactions":[[1,0],[0,1]]}"#) == "no two features interact\n")
    }

    /// Whatever a server answers, the tool does not trap.
    @Test(arguments: ["[[1],[2,3]]", "[1,2]", "[[1,2,3],[4,5,6],[7,8,9]]", "[[null,null],[null,null]]", "[]"])
    func brokenMatricesAreShownAsFarAsTheyGo(matrix: String) throws {
        #expect(try !text(#"{"features":["a","b"],"interactions":\#(matrix)}"#).isEmpty)
    }
}
