import Testing

@testable import ExplainCore

/// Malformed ONNX files are refused in words that name the place.
@Suite struct ONNXHostileTests {
    @Test(arguments: [
        ("constantofshape_bomb", "graph.node[0] (ConstantOfShape)", "hold more than"),
        ("dims_huge", "graph.initializer[0] \"W\"", "1099511627776 values, 0 are there"),
        ("dims_negative", "graph.initializer[0] \"W\"", "no shape"),
        ("dims_overflow", "graph.initializer[0] \"W\"", "no shape"),
        ("double_assign", "graph.node[1] (Neg)", "exists already"),
        ("external_data", "graph.initializer[0] \"W\"", "never opened"),
        ("gather_range", "graph.node[0] (Gather)", "index 7 of 4"),
        ("graph_cycle", "graph.node[0] (Relu)", "it reads \"B\""),
        ("group", "", "group"),
        ("if_subgraph", "graph.node[0] (If)", "sub-graph"),
        ("length_int64", "", "bytes are declared"),
        ("missing_input", "graph.node[0] (Add)", "it reads \"ghost\""),
        ("nested_subgraphs", "graph.node[0] (If)", "sub-graph"),
        ("no_output", "graph.output", "no node makes"),
        ("reshape_bad", "graph.node[0] (Reshape)", "cannot become"),
        ("tree_child_missing", "graph.node[0] (TreeEnsembleRegressor)", "node 0 of tree 0 has child 9"),
        ("tree_cycle", "graph.node[0] (TreeEnsembleRegressor)", "reached twice"),
        ("tree_duplicate", "graph.node[0] (TreeEnsembleRegressor)", "node 1 of tree 0 occurs twice"),
        ("tree_feature_range", "graph.node[0] (TreeEnsembleRegressor)", "4 columns"),
        ("tree_inf_weight", "graph.node[0] (TreeEnsembleRegressor)", "leaf weight 0"),
        ("tree_lengths", "graph.node[0] (TreeEnsembleRegressor)", "nodes_values has"),
        ("tree_mode_unknown", "graph.node[0] (TreeEnsembleRegressor)", "BRANCH_MAGIC"),
        ("tree_target_range", "graph.node[0] (TreeEnsembleRegressor)", "target 5 of 1"),
        ("tree_unknown_leaf", "graph.node[0] (TreeEnsembleRegressor)", "node 77 of tree 0"),
        ("truncated", "", "bytes are declared"),
        ("unknown_op", "graph.node[0] (QuantumFlip)", "ai.onnx.QuantumFlip is not evaluated"),
    ])
    func placeAndRemedyAreNamed(name: String, place: String, reason: String) throws {
        let bytes = try Golden.bytes("models/hostile/onnx_\(name).onnx")
        let error = try #require(throws: ModelFormatError.self) { try ModelFile.load(bytes) }
        #expect(error.format == "ONNX" && error.place == place && error.reason.contains(reason), "\(error)")
        #expect(error.remedy != nil)
    }

    /// A file is told by its content: under a name that ends in .json it is still ONNX, and no reader of JSON takes it.
    @Test func theNameOfAFileSaysNothing() throws {
        let bytes = try Golden.bytes("models/hostile/wrong_onnx_as_json.json")
        #expect(throws: ModelFormatError.self) { try XGBoostReader.load(bytes) }
        #expect(throws: ModelFormatError.self) { try PlainReader.load(bytes) }
        #expect(try ModelFile.load(bytes).model.structure.format == "onnx")
    }

    private func refusal(_ bytes: [UInt8]) throws -> ModelFormatError {
        try #require(throws: ModelFormatError.self) { try ModelFile.load(bytes) }
    }

    @Test func foreignPartsAreRefused() throws {
        let relu = ONNXBytes.node("Relu", ["X"], ["Y"])
        var functions = ONNXBytes()
        functions.add(25, [UInt8]())
        #expect(try refusal(ONNXBytes.model([relu]) + functions.bytes).reason.contains("functions"))
        var custom = ONNXBytes()
        custom.add(7, "com.example")
        #expect(try refusal(ONNXBytes.model([relu + custom.bytes])).reason.contains("com.example"))
        #expect(try refusal(ONNXBytes.model([relu], version: 6)).reason.contains("version 6"))
        let half = ONNXBytes.value("X", type: 10, columns: 2)
        #expect(try refusal(ONNXBytes.model([relu], inputs: [half])).reason.contains("float16"))
        let open = ONNXBytes.value("X", columns: 0)
        #expect(try refusal(ONNXBytes.model([relu], inputs: [open])).remedy?.contains("[None, columns]") == true)
        let label = ONNXBytes.value("Y", type: 7, columns: nil)
        #expect(try refusal(ONNXBytes.model([relu], outputs: [label])).reason.contains("labels only"))
        let text = ONNXBytes.value("X", type: 8, columns: 1)
        #expect(try refusal(ONNXBytes.model([relu], inputs: [text])).reason.contains("categories"))
    }

    /// Each tensor is small enough; together they would fill the memory, or take hours.
    @Test func theWorkOfARowIsBounded() throws {
        var nodes = [ONNXBytes.node("Concat", ["X", "X"], ["V0"], ["axis": .integer(1)])]
        for index in 1...40 {
            let name = "V\(index - 1)"
            nodes.append(ONNXBytes.node("Concat", [name, name], ["V\(index)"], ["axis": .integer(1)]))
        }
        nodes.append(ONNXBytes.node("ReduceSum", ["V40"], ["Y"]))
        #expect(try refusal(ONNXBytes.model(nodes)).reason.contains("hold more than"))
        let wide = ONNXBytes.tensor("S", [2], integers: [1, 1 << 20])
        var steps = [
            ONNXBytes.node("ConstantOfShape", ["S"], ["C"]),
            ONNXBytes.node("Gather", ["X", "Z"], ["G"], ["axis": .integer(1)]),
            ONNXBytes.node("Add", ["C", "G"], ["V0"]),
        ]
        for index in 1...200 { steps.append(ONNXBytes.node("Exp", ["V\(index - 1)"], ["V\(index)"])) }
        steps.append(ONNXBytes.node("ReduceSum", ["V200"], ["Y"]))
        let zero = ONNXBytes.tensor("Z", [1], integers: [0])
        #expect(try refusal(ONNXBytes.model(steps, constants: [wide, zero])).reason.contains("steps"))
    }
}
