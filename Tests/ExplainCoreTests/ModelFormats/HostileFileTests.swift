import ExplainCore
import Testing

/// Malformed files, and files of other formats.
@Suite struct HostileFileTests {
    /// File names with the outcome asked for.
    static let outcomes: [(name: String, must: String)] = {
        guard let document = try? Golden.json("models/hostile/EXPECT.json") else { return [] }
        return (document.asObject ?? []).map { ($0.key, $0.value["must"]?.asString ?? "") }
    }()

    @Test func everyOutcomeIsListed() {
        #expect(Self.outcomes.count == 127)
    }

    /// A sound file of a supported format under another's name is told by its content, and loads.
    static let misnamed = "wrong_onnx_as_json.json"

    @Test(arguments: outcomes.filter { $0.must.hasPrefix("error") && $0.name != misnamed }.map(\.name))
    func refused(name: String) throws {
        let error = try refusal(name)
        #expect(!error.reason.isEmpty && error.remedy?.isEmpty == false, "\(error)")
    }

    @Test(arguments: outcomes.filter { $0.must == "ok_or_error" }.map(\.name))
    func refusedOrPredicting(name: String) throws {
        let bytes = try Golden.bytes("models/hostile/" + name)
        guard let loaded = try? ModelFile.load(bytes) else { return }
        let row = Matrix(rows: 1, columns: loaded.model.featureCount)
        #expect(try loaded.model.predict(row, space: .margin).storage.allSatisfy { $0.isFinite })
    }

    @Test func cutCategoryNamesFallBackToCodes() throws {
        let loaded = try ModelFile.load(try Golden.bytes("models/hostile/xgb_cats_nonascii.json"))
        #expect(loaded.featureKinds == [.codes, .float])
        #expect(loaded.notes.count == 1 && loaded.notes[0].contains("UTF-8"))
    }

    @Test(arguments: [
        ("wrong_cbm.cbm", "CatBoost binary"), ("wrong_gzip.gz", "gzip"), ("wrong_hdf5.h5", "HDF5 (Keras)"),
        ("onnx_truncated.onnx", "ONNX"), ("wrong_pmml.xml", "XML (PMML)"), ("wrong_text.csv", nil),
        ("wrong_xgb_old_binary.model", "XGBoost binary of before 3.1"),
        ("lgb_truncated.txt", "LightGBM text"), ("wrong_zip.zip", "zip archive (torch .pt, Keras .keras, Core ML)"),
        ("xgb_memory_snapshot.ubj", "XGBoost UBJSON"), ("xgb_truncated.json", "XGBoost JSON"),
        ("xgb_ubj_truncated.ubj", "XGBoost UBJSON"),
    ])
    func formatIsNamed(name: String, format: String?) throws {
        let error = try refusal(name)
        #expect(error.format == format)
    }

    @Test(arguments: [
        ("xgb_dump_model.json", "save_model"), ("xgb_memory_snapshot.ubj", "save_model"), ("wrong_cbm.cbm", "json"),
        ("wrong_xgb_old_binary.model", "save_model"), ("wrong_gzip.gz", "decompress"),
        ("xgb_no_learner.json", "supported are"), ("lgb_no_end.txt", "save_model"),
        ("lgb_version_future.txt", "LightGBM 3 or 4"), ("lgb_child_range.txt", "save_model"),
        ("lgb_not_tree.txt", "supported are"), ("cat_ctr_split.json", "one_hot_max_size"),
        ("cat_text_features.json", "remotely"),
    ])
    func remedyIsNamed(name: String, remedy: String) throws {
        let error = try refusal(name)
        #expect(error.remedy?.contains(remedy) == true, "\(error)")
    }

    @Test(arguments: [
        ("xgb_base_score_count.json", "learner.learner_model_param.base_score"),
        ("xgb_cat_segment_range.json", "learner.gradient_booster.model.trees[0].categories_segments[0]"),
        ("xgb_feature_fraction.json", "learner.gradient_booster.model.trees[0].split_indices[0]"),
        ("xgb_self_loop.json", "learner.gradient_booster.model.trees[0]"),
        ("xgb_short_array.json", "learner.gradient_booster.model.trees[0].split_indices"),
        ("xgb_objective_unknown.json", "learner.objective.name"),
        ("xgb_ubj_truncated.ubj", "learner.gradient_booster.model.trees[3].split_indices"),
        ("lgb_cat_boundaries_desc.txt", "Tree=0, cat_boundaries"), ("lgb_cat_index_range.txt", "Tree=0, threshold"),
        ("lgb_child_cycle.txt", "Tree=0"), ("lgb_child_range.txt", "Tree=0, left_child"),
        ("lgb_feature_negative.txt", "Tree=0, split_feature"), ("lgb_leaf_int_min.txt", "Tree=0, right_child"),
        ("lgb_leaf_value_count.txt", "Tree=0, leaf_value"), ("lgb_names_count.txt", "feature_names"),
        ("lgb_linear_feature_range.txt", "Tree=1, leaf_features"),
        ("lgb_per_iteration_zero.txt", "num_tree_per_iteration"),
        ("lgb_num_class_mismatch.txt", "objective"), ("lgb_sigmoid_zero.txt", "objective"),
        ("lgb_pandas_deep.txt", "pandas_categorical"), ("lgb_version_future.txt", "version"),
        ("cat_bias_count.json", "scale_and_bias"), ("cat_ctr_split.json", "oblivious_trees[0].splits[0]"),
        ("cat_depth_64.json", "oblivious_trees[0]"), ("cat_depth_40.json", "oblivious_trees[0]"),
        ("cat_leaf_count.json", "oblivious_trees[0].leaf_values"), ("cat_missing_branch.json", "trees[0]"),
        ("cat_no_features_info.json", "features_info"), ("cat_no_trees.json", "oblivious_trees"),
        ("cat_text_features.json", "features_info.text_features"),
    ])
    func placeIsNamed(name: String, place: String) throws {
        let error = try refusal(name)
        #expect(error.place == place, "\(error)")
    }

    private func refusal(_ name: String) throws -> ModelFormatError {
        let bytes = try Golden.bytes("models/hostile/" + name)
        return try #require(throws: ModelFormatError.self) { try ModelFile.load(bytes) }
    }
}
