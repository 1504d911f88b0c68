import Testing

@testable import ExplainCore

/// Single operators, by the specification's own words.
@Suite struct ONNXOperatorTests {
    typealias Bytes = ONNXBytes

    /// The output of a graph of one row.
    private func answer(_ file: [UInt8], _ row: [Double]) throws -> [Double] {
        let model = try ModelFile.load(file).model
        let space: OutputSpace = model.outputCount(in: .margin) == nil ? .probability : .margin
        return try model.predict(Matrix(rows: 1, columns: row.count, storage: row), space: space).storage
    }

    private func one(
        _ operation: String, _ attributes: KeyValuePairs<String, Bytes.Attribute> = [:], inputs: [String] = ["X"],
        constants: [[UInt8]] = [], isML: Bool = false, version: Int64 = 17, ml: Int64 = 3,
        on row: [Double]
    ) throws -> [Double] {
        let node = Bytes.node(operation, inputs, ["Y"], isML: isML, attributes)
        return try answer(
            Bytes.model([node], constants: constants, columns: Int64(row.count), version: version, ml: ml), row)
    }

    private func refusal(_ nodes: [[UInt8]], constants: [[UInt8]] = [], columns: Int64 = 2) throws -> String {
        let file = Bytes.model(nodes, constants: constants, columns: columns)
        return try #require(throws: ModelFormatError.self) { try ModelFile.load(file) }.reason
    }

    @Test func elementwise() throws {
        #expect(try one("Neg", on: [-1, 2]) == [1, -2])
        #expect(try one("Abs", on: [-1, 2]) == [1, 2])
        #expect(try one("Sqrt", on: [4, 9]) == [2, 3])
        #expect(try one("Relu", on: [-4, 9]) == [0, 9])
        #expect(try one("LeakyRelu", ["alpha": .float(0.5)], on: [-4, 9]) == [-2, 9])
        #expect(try one("Clip", ["min": .float(-1), "max": .float(1)], version: 10, on: [-4, 9]) == [-1, 1])
        let bounds = [Bytes.tensor("L", [], floats: [-2]), Bytes.tensor("H", [], floats: [3])]
        #expect(try one("Clip", inputs: ["X", "L", "H"], constants: bounds, on: [-4, 9]) == [-2, 3])
        #expect(try one("Clip", inputs: ["X", "", "H"], constants: bounds, on: [-4, 9]) == [-4, 3])
    }

    @Test func broadcasting() throws {
        let column = Bytes.tensor("C", [2, 1], floats: [10, 20])
        let sum = [Bytes.node("Add", ["X", "C"], ["S"]), Bytes.node("Reshape", ["S", "R"], ["Y"])]
        let shape = Bytes.tensor("R", [2], integers: [1, 4])
        #expect(try answer(Bytes.model(sum, constants: [column, shape]), [1, 2]) == [11, 12, 21, 22])
        let three = Bytes.tensor("C", [3], floats: [1, 2, 3])
        #expect(try refusal([Bytes.node("Add", ["X", "C"], ["Y"])], constants: [three]).contains("do not fit"))
    }

    /// Before version 13 everything from the axis on is one distribution, after it the axis alone.
    @Test func softmaxOfBothKinds() throws {
        let nodes = [
            Bytes.node("Reshape", ["X", "R"], ["T"]), Bytes.node("Softmax", ["T"], ["P"], ["axis": .integer(1)]),
            Bytes.node("Reshape", ["P", "F"], ["Y"]),
        ]
        let shapes = [Bytes.tensor("R", [3], integers: [-1, 2, 2]), Bytes.tensor("F", [2], integers: [-1, 4])]
        let old = try answer(Bytes.model(nodes, constants: shapes, columns: 4, version: 11), [0, 0, 0, 0])
        let new = try answer(Bytes.model(nodes, constants: shapes, columns: 4, version: 13), [0, 0, 0, 0])
        #expect(old == [0.25, 0.25, 0.25, 0.25] && new == [0.5, 0.5, 0.5, 0.5])
    }

    @Test func slices() throws {
        let last = Bytes.tensor("I", [1], integers: [-1])
        #expect(try one("Gather", ["axis": .integer(1)], inputs: ["X", "I"], constants: [last], on: [3, 7]) == [7])
        #expect(
            try one(
                "ArrayFeatureExtractor", inputs: ["X", "Z"],
                constants: [Bytes.tensor("Z", [2], integers: [1, 0])], isML: true, on: [3, 7]) == [7, 3])
        #expect(try one("Concat", ["axis": .integer(-1)], inputs: ["X", "X"], on: [3, 7]) == [3, 7, 3, 7])
        #expect(try refusal([Bytes.node("Concat", ["X", "X"], ["Y"], ["axis": .integer(2)])]).contains("axis 2"))
        #expect(try refusal([Bytes.node("Flatten", ["X"], ["Y"], ["axis": .integer(-3)])]).contains("axis -3"))
        let bad = Bytes.tensor("I", [1], integers: [.min])
        #expect(try refusal([Bytes.node("Gather", ["X", "I"], ["Y"])], constants: [bad]).contains("index"))
    }

    @Test func reductions() throws {
        let axis = Bytes.tensor("A", [1], integers: [1])
        #expect(try one("ReduceSum", inputs: ["X", "A"], constants: [axis], on: [3, 7]) == [10])
        #expect(try one("ReduceMean", ["axes": .integers([-1])], on: [3, 7]) == [5])
        #expect(try one("ReduceProd", ["axes": .integers([1]), "keepdims": .integer(0)], on: [3, 7]) == [21])
        #expect(try refusal([Bytes.node("ReduceMean", ["X"], ["Y"], ["axes": .integers([5])])]).contains("axis 5"))
    }

    /// A graph that reduces over its rows does not take batches, and is evaluated row by row.
    @Test func rowsThatMixAreEvaluatedOneByOne() throws {
        let centred = [
            Bytes.node("ReduceMean", ["X"], ["M"], ["axes": .integers([0])]), Bytes.node("Sub", ["X", "M"], ["Y"]),
        ]
        let file = try ModelFile.load(Bytes.model(centred))
        #expect(file.notes.contains { $0.contains("row by row") })
        let rows = Matrix(rows: 3, columns: 2, storage: [1, 2, 3, 4, 5, 6])
        #expect(try file.model.predict(rows, space: .margin).storage == [0, 0, 0, 0, 0, 0])
    }

    @Test func scaling() throws {
        let scale: KeyValuePairs<String, Bytes.Attribute> = ["offset": .floats([1, 2]), "scale": .floats([2])]
        #expect(try one("Scaler", scale, isML: true, on: [3, 7]) == [4, 10])
        #expect(try one("Normalizer", ["norm": .text("MAX")], isML: true, on: [-4, 2]) == [-2, 1])
        #expect(
            try one("Normalizer", ["norm": .text("L2")], isML: true, on: [3, -4])
                == [0.6, -0.8].map { Double(Float($0)) })
        #expect(try one("Normalizer", ["norm": .text("L1")], isML: true, on: [0, 0]) == [0, 0])
        #expect(try one("Binarizer", ["threshold": .float(3)], isML: true, on: [3, 7]) == [0, 1])
        let imputer: KeyValuePairs<String, Bytes.Attribute> = [
            "imputed_value_floats": .floats([5, 6]), "replaced_value_float": .float(.nan),
        ]
        #expect(try one("Imputer", imputer, isML: true, on: [.nan, 7]) == [5, 7])
    }

    @Test func castsOfWhatDoesNotFit() throws {
        let nodes = [
            Bytes.node("Cast", ["X"], ["I"], ["to": .integer(7)]),
            Bytes.node("Cast", ["I"], ["Y"], ["to": .integer(11)]),
        ]
        let file = Bytes.model(nodes)
        #expect(try answer(file, [-2.7, 1e30]) == [-2, -9_223_372_036_854_775_808])
        #expect(try answer(file, [.nan, 3]) == [-9_223_372_036_854_775_808, 3])
    }

    @Test func wholeNumbersDoNotTrap() throws {
        let nodes = [
            Bytes.node("Cast", ["X"], ["I"], ["to": .integer(7)]), Bytes.node("Mul", ["I", "I"], ["M"]),
            Bytes.node("Div", ["M", "D"], ["Q"]), Bytes.node("Cast", ["Q"], ["Y"], ["to": .integer(1)]),
        ]
        let minus = Bytes.tensor("D", [1], integers: [-1])
        #expect(try answer(Bytes.model(nodes, constants: [minus]), [4e18, 3]).count == 2)
        let zero = Bytes.tensor("D", [1], integers: [0])
        #expect(try refusal(nodes, constants: [zero]).contains("divided by 0"))
    }

    /// An encoder that takes no other categories says which value it was given.
    @Test func unknownCategories() throws {
        let strict: KeyValuePairs<String, Bytes.Attribute> = ["cats_int64s": .integers([3, 5]), "zeros": .integer(0)]
        let node = Bytes.node("OneHotEncoder", ["X"], ["H"], isML: true, strict)
        let flat = Bytes.node("Reshape", ["H", "R"], ["Y"])
        let shape = Bytes.tensor("R", [2], integers: [-1, 2])
        let file = Bytes.model([node, flat], constants: [shape], columns: 1)
        #expect(try answer(file, [5]) == [0, 1])
        let error = try #require(throws: ModelError.self) { try answer(file, [4]) }
        guard case .evaluation(let place, let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(place == "graph.node[0] (OneHotEncoder)" && reason.contains("4.0"))
    }

    @Test func networks() throws {
        let weights = Bytes.tensor("W", [2, 1], floats: [2, 3])
        #expect(try one("MatMul", inputs: ["X", "W"], constants: [weights], on: [5, 7]) == [31])
        let row = Bytes.tensor("W", [1, 2], floats: [2, 3])
        let bias = Bytes.tensor("B", [1], floats: [4])
        #expect(
            try one(
                "Gemm", ["transB": .integer(1), "alpha": .float(2)], inputs: ["X", "W", "B"],
                constants: [row, bias], on: [5, 7]) == [66])
        #expect(try refusal([Bytes.node("MatMul", ["X", "W"], ["Y"])], constants: [row]).contains("do not fit"))
        let training = Bytes.node("BatchNormalization", ["X"], ["Y"], ["training_mode": .integer(1)])
        #expect(try refusal([training]).contains("training"))
    }

    /// Two classes of one score: the weights' signs decide what the first class gets.
    @Test(arguments: [("NONE", [0.25, 0.75]), ("LOGISTIC", [0.32082131, 0.67917866])])
    func linearClassifiersOfOneScore(transform: String, expected: [Double]) throws {
        let attributes: KeyValuePairs<String, Bytes.Attribute> = [
            "coefficients": .floats([1, 2]), "intercepts": .floats([0.25]), "classlabels_ints": .integers([7, 9]),
            "post_transform": .text(transform),
        ]
        let node = Bytes.node("LinearClassifier", ["X"], ["L", "Y"], isML: true, attributes)
        let outputs = [Bytes.value("L", type: 7, columns: nil), Bytes.value("Y", columns: nil)]
        let file = try ModelFile.load(Bytes.model([node], outputs: outputs))
        #expect(file.outputNames == ["7", "9"])
        let row = Matrix(rows: 1, columns: 2, storage: [0.1, 0.2])
        let got = try file.model.predict(row, space: .probability)
        #expect(relativeDifference(got.storage, expected) < 1e-6)
        let form = try #require(ClosedForm(file.model, space: .margin))
        guard case .linear(let linear) = form.parts else {
            Issue.record("not linear")
            return
        }
        let margins = try file.model.predict(row, space: .margin)
        #expect(relativeDifference(try linear.predict(row, space: .margin).storage, margins.storage) < 1e-6)
    }

    /// A tree of one question about 1; trees that are combined by an extreme are not taken apart.
    @Test(arguments: ["SUM", "MIN"], [0, 1] as [Int64]) func treesAskWhatTheirModesSay(
        aggregate: String, missingIsTrue: Int64
    ) throws {
        let known: [(mode: String, answers: [Double])] = [
            ("BRANCH_LEQ", [1, 1, 0]), ("BRANCH_LT", [1, 0, 0]), ("BRANCH_GTE", [0, 1, 1]), ("BRANCH_GT", [0, 0, 1]),
            ("BRANCH_EQ", [0, 1, 0]), ("BRANCH_NEQ", [1, 0, 1]),
        ]
        for (mode, answers) in known {
            let found = try [Double(Float(1).nextDown), 1, Double(Float(1).nextUp), .nan].flatMap { value in
                try one(
                    "TreeEnsembleRegressor",
                    [
                        "aggregate_function": .text(aggregate), "n_targets": .integer(1),
                        "nodes_treeids": .integers([0, 0, 0]), "nodes_nodeids": .integers([0, 1, 2]),
                        "nodes_featureids": .integers([0, 0, 0]), "nodes_values": .floats([1, 0, 0]),
                        "nodes_modes": .texts([mode, "LEAF", "LEAF"]), "nodes_truenodeids": .integers([1, 0, 0]),
                        "nodes_falsenodeids": .integers([2, 0, 0]),
                        "nodes_missing_value_tracks_true": .integers([missingIsTrue, 0, 0]),
                        "target_treeids": .integers([0, 0]), "target_nodeids": .integers([1, 2]),
                        "target_ids": .integers([0, 0]), "target_weights": .floats([1, 0]),
                    ], isML: true, on: [value])
            }
            // NaN differs from every number.
            let missing: Double = mode == "BRANCH_NEQ" || missingIsTrue == 1 ? 1 : 0
            #expect(found == answers + [missing], "\(mode)")
        }
    }
}
