import Testing

@testable import ExplainCore

/// Rules of the format that no golden file shows.
@Suite struct XGBoostReaderTests {
    private var stump: XGBoostTree {
        XGBoostTree(
            declaredNodeCount: "3", leafWidth: "1", left: [1, -1, -1], right: [2, -1, -1], feature: [0, 0, 0],
            condition: [0.5, -1, 2], defaultLeft: [true, false, false])
    }

    private var document: XGBoostDocument {
        XGBoostDocument(
            baseScore: .text("[5E-1]"), classCount: "0", featureCount: "2", targetCount: "1",
            objective: "reg:squarederror", boosterName: "gbtree", trees: [stump, stump], treeOutputs: [0, 0],
            iterationStarts: [0, 1, 2], declaredTreeCount: "2", parallelTreeCount: "1")
    }

    private func margins(_ document: XGBoostDocument, iterations: Range<Int>? = nil) throws -> [Double] {
        let model = try XGBoostReader.load(document, iterations: iterations).model
        return try model.predict(Matrix(rows: 1, columns: 2, storage: [1, 0]), space: .margin).storage
    }

    @Test(arguments: [
        XGBoostDocument.BaseScore.text("5E-1"), .text("[5E-1]"), .text("(0.5)"), .text("0.5"), .numbers([0.5]),
    ])
    func baseScoreHasManyShapes(score: XGBoostDocument.BaseScore) throws {
        var document = document
        document.baseScore = score
        #expect(try margins(document) == [4.5])
    }

    @Test(arguments: ["", "[]", "[0.5", "0.5]", "[0.5)", "abc", "NaN", "inf", "[0.5,]", "0x1", "1e99"])
    func otherBaseScoresAreRefused(text: String) {
        var document = document
        document.baseScore = .text(text)
        #expect(throws: ModelFormatError.self) { try margins(document) }
    }

    @Test func listOfBaseScoresIsOneEach() throws {
        var document = document
        document.classCount = "2"
        document.objective = "multi:softprob"
        document.treeOutputs = [0, 1]
        document.iterationStarts = [0, 2]
        document.baseScore = .text("[1, -1]")
        #expect(try margins(document) == [3, 1])
        document.baseScore = .text("(1,2,3)")
        #expect(throws: ModelFormatError.self) { try margins(document) }
    }

    @Test func bestIterationBeyondTheFileIsToldAndIgnored() throws {
        var document = document
        document.attributes = ["best_iteration": "7"]
        let loaded = try XGBoostReader.load(document, iterations: nil)
        #expect(loaded.notes == ["The best iteration 7 is not in the file; all trees are used."])
        #expect(try margins(document) == [4.5])
    }

    @Test func bestIterationCountsRoundsWithoutAList() throws {
        var document = document
        document.iterationStarts = nil
        document.attributes = ["best_iteration": "0"]
        #expect(try margins(document) == [2.5])
        document.attributes = ["best_iteration": "1"]
        #expect(try XGBoostReader.load(document, iterations: nil).notes.isEmpty)
    }

    @Test func parallelTreesAreOneRound() throws {
        var document = document
        document.iterationStarts = nil
        document.parallelTreeCount = "2"
        #expect(try margins(document, iterations: 0..<1) == [4.5])
        #expect(throws: ModelFormatError.self) { try margins(document, iterations: 0..<2) }
    }

    @Test func dartWeightsMultiplyInSinglePrecision() throws {
        var document = document
        document.boosterName = "dart"
        #expect(throws: ModelFormatError.self) { try margins(document) }
        document.treeWeights = [0.1, 1]
        #expect(try margins(document) == [Double((0.5 as Float) + (2 as Float) * (0.1 as Float) + (2 as Float))])
        document.treeWeights = [0.1]
        #expect(throws: ModelFormatError.self) { try margins(document) }
    }

    @Test func featureTypesBecomeKinds() throws {
        var document = document
        document.featureTypes = ["int", "i"]
        #expect(try XGBoostReader.load(document, iterations: nil).featureKinds == [.int, .bool])
        document.featureTypes = ["c", "q"]
        #expect(try XGBoostReader.load(document, iterations: nil).featureKinds == [.codes, .float])
        document.featureTypes = ["float"]
        #expect(throws: ModelFormatError.self) { try margins(document) }
    }

    @Test func categoryNamesAreReadFromSignedBytes() throws {
        var document = document
        document.categories = [.strings(offsets: [0, 2, 3], bytes: [-61, -87, 97]), .integers([10, -3])]
        let loaded = try XGBoostReader.load(document, iterations: nil)
        #expect(loaded.featureKinds == [.category(["\u{E9}", "a"]), .category(["10", "-3"])])
    }

    @Test func categoriesThatCannotBeNamedAreCodes() throws {
        var document = document
        document.categories = [.strings(offsets: [0, 1, 2], bytes: [97, 97]), .unknown(type: 3)]
        let loaded = try XGBoostReader.load(document, iterations: nil)
        #expect(loaded.featureKinds == [.codes, .codes])
        #expect(loaded.notes.count == 2)
    }

    @Test(arguments: [[1, 2], [0, 3], [0, 2, 1], []])
    func brokenOffsetsAreRefusedOrNumeric(offsets: [Int]) throws {
        var document = document
        document.categories = [.strings(offsets: offsets, bytes: [97, 98]), .none]
        #expect(throws: ModelFormatError.self) { try margins(document) }
    }

    @Test func categorySegmentsMustNotShareCodes() throws {
        var document = document
        var tree = stump
        tree.splitType = [1, 0, 0]
        tree.categories = [1, 2]
        tree.categoryNodes = [0]
        tree.categorySegments = [0]
        tree.categorySizes = [2]
        document.trees = [tree, stump]
        #expect(try margins(document) == [4.5])
        tree.categoryNodes = [0, 1]
        tree.categorySegments = [0, 0]
        tree.categorySizes = [2, 2]
        tree.splitType = [1, 1, 0]
        document.trees = [tree, stump]
        #expect(throws: ModelFormatError.self) { try margins(document) }
    }

    @Test(arguments: [
        ("binary:logistic", Float(0.5), Float(0)), ("binary:logistic", 0, -13.815_51), ("count:poisson", 1, 0),
        ("reg:squarederror", 0.7, 0.7), ("binary:hinge", 0.7, 0.7),
    ])
    func baseScoreIsAnOutput(objective: String, score: Float, margin: Float) throws {
        let link = try #require(XGBoostObjective.link(of: objective))
        let got = try #require(XGBoostObjective.baseMargin(score, link: link))
        #expect(abs(got - margin) < 1e-4)
    }

    @Test(arguments: [
        ("binary:logistic", Float(1.5)), ("binary:logistic", -0.1), ("count:poisson", 0), ("reg:gamma", -1),
    ])
    func impossibleBaseScoresAreRefused(objective: String, score: Float) throws {
        let link = try #require(XGBoostObjective.link(of: objective))
        #expect(XGBoostObjective.baseMargin(score, link: link) == nil)
    }

    @Test(arguments: ["reg:expectileerror", "rank:unknown", "multi", ""])
    func unknownObjectivesAreRefused(name: String) {
        #expect(XGBoostObjective.link(of: name) == nil)
    }

    @Test func structureReportsTheTrees() throws {
        let structure = try XGBoostReader.load(document, iterations: nil).model.structure
        let facts = structure.facts.map { "\($0.name) \($0.value)" }
        #expect(structure.format == "xgboost-json" && structure.objective == "reg:squarederror")
        #expect(
            facts == [
                "features 2", "margins 1", "trees 2", "nodes 6", "maximum depth 1", "categorical splits 0",
                "values per leaf 1", "has covers 0",
            ])
    }
}
