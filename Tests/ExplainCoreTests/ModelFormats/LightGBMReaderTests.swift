import Testing

@testable import ExplainCore

@Suite struct LightGBMReaderTests {
    /// Random trees whose nodes test the same columns in every way that the format knows.
    private struct RandomFile {
        var random: SeededGenerator
        let columns = 3

        /// Numbers at which some rule turns.
        static let values: [Double] = [
            0, -0.0, 1e-35, 1.0000000180025095e-35, 1.0000000180025097e-35, -1e-35, -1.0000000180025097e-35, 0.5, -0.5,
            -1, -1.5, 1, 2, 2.7, 3, 31, 32, 40, 63.5, 64, 100, 1e9, 2_147_483_648, 1e300, -1e300, .infinity, -.infinity,
            .nan, 16_777_215, 16_777_216,
        ]

        mutating func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

        mutating func text(trees: Int, kinds: [Int]) -> String {
            var lines = [
                "tree", "version=v4", "num_class=1", "num_tree_per_iteration=1", "max_feature_idx=\(columns - 1)",
                "feature_names=a b c", "tree_sizes=1 2 3", "",
            ]
            for tree in 0..<trees { lines += ["Tree=\(tree)"] + self.tree(kinds) + [""] }
            return (lines + ["end of trees", "end of parameters", ""]).joined(separator: "\n")
        }

        private mutating func tree(_ kinds: [Int]) -> [String] {
            let leaves = 2 + number(7)
            var (left, right) = ([Int](repeating: 0, count: leaves - 1), [Int](repeating: 0, count: leaves - 1))
            // Grows as LightGBM does: a leaf becomes a node, its old number stays on the left.
            left[0] = ~0
            right[0] = ~1
            for node in 1..<max(1, leaves - 1) {
                let leaf = number(node + 1)
                for parent in 0..<node {
                    if left[parent] == ~leaf {
                        left[parent] = node
                    } else if right[parent] == ~leaf {
                        right[parent] = node
                    }
                }
                left[node] = ~leaf
                right[node] = ~(node + 1)
            }
            var (thresholds, decisions, words): ([String], [Int], [UInt32]) = ([], [], [])
            var bounds = [0]
            for _ in 0..<(leaves - 1) {
                let kind = kinds[number(kinds.count)]
                decisions.append(kind)
                guard kind & 1 == 1 else {
                    let cuts = Self.values.filter { $0.magnitude < 1e8 || $0 == .infinity }
                    thresholds.append("\(cuts[number(cuts.count)])")
                    continue
                }
                thresholds.append("\(bounds.count - 1)")
                for _ in 0...number(4) { words.append(UInt32.random(in: 0...UInt32.max, using: &random)) }
                bounds.append(words.count)
            }
            func list(_ numbers: [Int]) -> String { numbers.map { "\($0)" }.joined(separator: " ") }
            return [
                "num_leaves=\(leaves)", "num_cat=\(bounds.count - 1)",
                "split_feature=" + list((0..<(leaves - 1)).map { _ in number(columns) }),
                "threshold=" + thresholds.joined(separator: " "), "decision_type=" + list(decisions),
                "left_child=" + list(left), "right_child=" + list(right),
                "leaf_value=" + list((0..<leaves).map { 1 << $0 }), "leaf_count=" + list((0..<leaves).map { $0 + 1 }),
                "cat_boundaries=" + list(bounds), "cat_threshold=" + list(words.map { Int($0) }),
            ]
        }
    }

    /// The margin by LightGBM's rules, node by node.
    private func margin(_ trees: [LightGBMTree], _ row: ArraySlice<Double>) -> Double {
        trees.reduce(0) { sum, tree in
            var node: Int32 = 0
            repeat {
                let value = row[row.startIndex + Int(tree.feature[Int(node)])]
                node = tree.sendsLeft(value, Int(node)) ? tree.left[Int(node)] : tree.right[Int(node)]
            } while node >= 0
            return sum + tree.leafValue[Int(~node)]
        }
    }

    /// Kinds of nodes that a column may have together; 0, 4 and 8 are numerical, missing as zero, with zero, and apart.
    static let kinds: [[Int]] = [
        [0], [2], [4, 6], [8, 10], [1, 9], [0, 8, 10], [0, 2, 4, 6], [4, 6, 8, 10], [0, 1], [1, 4, 6], [9, 10, 8],
        [0, 1, 2, 4, 5, 6, 8, 9, 10],
    ]

    @Test(arguments: kinds) func everyMixtureOfRulesIsKept(kinds: [Int]) throws {
        for seed in 0..<6 {
            var file = RandomFile(random: SeededGenerator(seed: UInt64(seed)))
            let bytes = Array(file.text(trees: 12, kinds: kinds).utf8)
            let model = try ModelFile.load(bytes).model
            let trees = try LightGBMDecoder.decode(bytes).trees
            var storage: [Double] = []
            for _ in 0..<(200 * file.columns) {
                storage.append(RandomFile.values[file.number(RandomFile.values.count)])
            }
            let rows = Matrix(rows: 200, columns: file.columns, storage: storage)
            let whole = try model.predict(rows, space: .margin)
            for row in 0..<rows.rows {
                let wanted = margin(trees, rows.row(row))
                #expect(whole[row, 0] == wanted, "row \(rows.row(row)), seed \(seed)")
                let alone = Matrix(rows: 1, columns: file.columns, storage: Array(rows.row(row)))
                #expect(try model.predict(alone, space: .margin)[0, 0] == wanted)
            }
        }
    }

    /// Interventional values against all coalitions of the same model, where the columns mix every rule.
    @Test func explanationsFollowTheSameRules() throws {
        var file = RandomFile(random: SeededGenerator(seed: 3))
        let model = try ModelFile.load(Array(file.text(trees: 20, kinds: Self.kinds[11]).utf8)).model
        let ensemble = try #require(model as? TreeEnsemble)
        let finite = RandomFile.values.filter { !$0.isInfinite }
        let storage = (0..<(12 * file.columns)).map { _ in finite[file.number(finite.count)] }
        let background = try Background(Matrix(rows: 12, columns: file.columns, storage: storage))
        let players = Players(names: ["a", "b", "c"], columns: [[0], [1], [2]])
        for _ in 0..<20 {
            let instance = (0..<file.columns).map { _ in finite[file.number(finite.count)] }
            let game = ModelGame(
                model: model, instance: instance, background: background, players: players, space: .margin, outputs: [0]
            )
            let truth = try ExactEnumeration().attributions(of: game, context: ComputeContext())
            let found = try TreeSHAP(ensemble, players: players).interventional(
                instance: instance, background: background, context: ComputeContext())
            #expect(relativeDifference(found.values.storage, truth.values.storage) < 1e-12)
            #expect(relativeDifference(found.baseValues, truth.baseValues) < 1e-12)
        }
    }

    @Test(arguments: [
        (
            "num_leaves=2\nsplit_feature=0\nthreshold=0.5\ndecision_type=12\nleft_child=-1\nright_child=-2\nleaf_value=1 2",
            "decision_type"
        ),
        (
            "num_leaves=2\nsplit_feature=0\nthreshold=1 2\ndecision_type=2\nleft_child=-1\nright_child=-2\nleaf_value=1 2",
            "threshold"
        ),
        (
            "num_leaves=2\nsplit_feature=0\nthreshold=0.5\ndecision_type=2\nleft_child=-1\nright_child=-1\nleaf_value=1 2",
            "reached twice"
        ),
        (
            "num_leaves=2\nsplit_feature=0\nthreshold=+1\ndecision_type=2\nleft_child=-1\nright_child=-2\nleaf_value=1 2",
            "number 0 is \"+1\""
        ),
        ("num_leaves=1\nleaf_value=1\nleaf_value=1", "given twice"),
        ("num_leaves=1\nnote=1\nleaf_value=1\nnote=2", "note is given twice"),
        ("num_leaves=1\nleaf_value=1\nleaf_count=007", "number 0 is \"007\""),
        ("num_leaves=1\nleaf_value=1\nleaf_count=2147483648", "number 0 is \"2147483648\""),
        ("num_leaves=2\nsplit_feature=0 \tthreshold=1", "number 1 is \"\tthreshold=1\""),
        ("num_leaves=1 1\nleaf_value=1", "number 0 is \"1 1\""),
        ("num_leaves=1\nleaf_value=1\nleaf_count=-1", "-1 rows"),
        ("num_leaves=1\nleaf_value=1e999", "number 0 is \"1e999\""),
    ])
    func brokenTreesAreNamed(tree: String, words: String) throws {
        let header = "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nfeature_names=a\n\n"
        let text = header + "Tree=0\n" + tree + "\n\nend of trees\nend of parameters\n"
        let error = try #require(throws: ModelFormatError.self) { try ModelFile.load(Array(text.utf8)) }
        #expect(error.format == "LightGBM text" && error.message.contains(words), "\(error)")
    }

    /// Keys in any order, unknown ones among them, lists with more spaces than needed, and nodes before their parents.
    @Test func anyOrderOfKeysAndNodesIsRead() throws {
        let text =
            "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nfeature_names=a\n\nTree=0\n"
            + "leaf_value=1 2  4 8\nnote=x\nright_child=-4 -2 -3\nleft_child=2 -1 1\nnum_leaves=4\ndecision_type=2 2  2\n"
            + "threshold= 3 1 2\nsplit_feature=0 0 0 \nleaf_count=20000000 1 1 5\n\nend of trees\n"
            + "end of parameters\n"
        let model = try ModelFile.load(Array(text.utf8)).model
        let ensemble = try #require(model as? TreeEnsemble)
        let rows = Matrix(rows: 4, columns: 1, storage: [0, 1.5, 2.5, 4])
        #expect(try model.predict(rows, space: .margin).storage == [1, 2, 4, 8])
        #expect(ensemble.nodes.cover == [20_000_007, 20_000_001, 20_000_002, 20_000_000, 1, 1, 5])
    }

    /// What is missing at the end of a file would be the categories of a pandas frame.
    @Test(arguments: [
        ("binary", nil), ("pandas_categorical", nil), ("old_231_binary_cat", nil),
        ("pandas_categorical", "parameters:\n[boosting: gbdt]\n\nend of parameters"),
    ])
    func filesThatAreCutShortAreRefused(name: String, parameters: String?) throws {
        let text = String(decoding: try Golden.bytes("models/lightgbm/\(name).txt"), as: UTF8.self)
        let trees = try #require(text.firstRange(of: "end of trees\n"))
        let categories = try #require(text.firstRange(of: "pandas_categorical:"))
        var whole = Array(text[..<categories.lowerBound].utf8)
        if let parameters { whole += Array("\(parameters)\n\n".utf8) }
        whole += Array(text[categories.lowerBound...].utf8)
        _ = try ModelFile.load(whole)
        let start = text[..<trees.lowerBound].utf8.count
        // Behind its parameters a file may end, as those of LightGBM's other interfaces do.
        let end = parameters == nil ? whole.count - 1 : whole.count - text[categories.lowerBound...].utf8.count - 2
        for length in Array(stride(from: 0, to: start, by: 97)) + Array(start..<end) {
            #expect(throws: ModelFormatError.self, "\(length) of \(whole.count) bytes") {
                try ModelFile.load(Array(whole[..<length]))
            }
        }
        guard parameters != nil else { return }
        for length in (end + 3)..<(whole.count - 1) {
            #expect(throws: ModelFormatError.self) { try ModelFile.load(Array(whole[..<length])) }
        }
    }

    /// LightGBM itself knows codes up to 2^31 - 1.
    @Test func codesBeyondThoseOfFloat32AreCategories() throws {
        let code = (1 << 24) + 35
        var words = [UInt32](repeating: 0, count: code / 32 + 1)
        words[code / 32] = 1 << UInt32(code % 32)
        words[0] = 5
        let list = words.map { "\($0)" }.joined(separator: " ")
        let text = """
            tree
            version=v4
            num_class=1
            num_tree_per_iteration=1
            max_feature_idx=0
            feature_names=a

            Tree=0
            num_leaves=2
            num_cat=1
            split_feature=0
            threshold=0
            decision_type=1
            left_child=-1
            right_child=-2
            leaf_value=1 2
            cat_boundaries=0 \(words.count)
            cat_threshold=\(list)

            end of trees
            end of parameters

            """
        let model = try ModelFile.load(Array(text.utf8)).model
        let rows: [Double] = [
            0, 1, 2, 3, Double(code - 1), Double(code), Double(code) + 0.5, Double(code + 1), 1e9, 3e9, -0.5, -1, .nan,
        ]
        let got = try model.predict(Matrix(rows: rows.count, columns: 1, storage: rows), space: .margin)
        #expect(got.storage == [1, 2, 1, 2, 2, 1, 1, 2, 2, 2, 1, 2, 2])
    }

    @Test func aFileWithoutTreesAnswersZero() throws {
        let text =
            "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nfeature_names=a\n"
            + "end of trees\nend of parameters\n"
        let model = try ModelFile.load(Array(text.utf8)).model
        #expect(try model.predict(Matrix(rows: 3, columns: 1), space: .margin).storage == [0, 0, 0])
    }

    /// Linear leaves predict, and are explained from predictions only.
    @Test func linearLeavesHaveNoTreeMethods() throws {
        let golden = try LightGBMCase("linear_tree")
        let model = golden.loaded.model
        #expect(golden.loaded.notes == ["The leaves are linear models: methods that read trees do not apply."])
        func plan(_ method: RequestedMethod, players: Int) throws(PlanError) -> Plan {
            try MethodPlanner().plan(
                PlanRequest(method: method), players: players, backgroundRows: 10, outputs: 1, model: model,
                space: .margin)
        }
        #expect(try plan(.auto, players: 3).method == .enumeration)
        #expect(try plan(.auto, players: 30).method == .kernelSHAP)
        #expect(throws: PlanError.linearLeaves(.treeSHAP)) { try plan(.treeSHAP, players: 3) }
    }

    /// A forest's outputs are the mean of its trees, and so are explanations of the outputs.
    @Test func forestsAreExplainedAsMeans() throws {
        let golden = try GoldenCase("lgb_rf")
        let players = Players.features(of: golden.schema)
        for (method, member) in [(RequestedMethod.auto, "interventional"), (.treePathDependent, "path_dependent")] {
            let plan = try MethodPlanner().plan(
                PlanRequest(method: method), players: players.count, backgroundRows: 100, outputs: 1,
                model: golden.model, space: .probability)
            #expect(plan.isExact)
            let known = try #require(golden.expected[member])
            let task = ExplanationTask(
                model: golden.model, schema: golden.schema, instance: golden.instance(0), background: golden.background,
                players: players, space: .probability, outputs: [0], plan: plan, leafTables: LeafTableCache())
            let result = try #require(try task.run(ComputeContext()).first)
            #expect(relativeDifference(result.values, try #require(known["values"]?[0]?[0]).doubles) < 1e-9)
            #expect(relativeDifference([result.baseValue], try #require(known["base"]).doubles) < 1e-9)
        }
    }
}
