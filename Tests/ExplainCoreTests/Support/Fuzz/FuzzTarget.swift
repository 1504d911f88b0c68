/// One model format: the files that are damaged, and how.
struct FuzzTarget: Sendable {
    /// The name of the format, which is also that of the kept files.
    let name: String
    /// Sound files below the golden folder.
    let files: [String]
    /// Damages a file, with pieces of another one where it likes.
    let damage: @Sendable (_ bytes: inout [UInt8], _ donor: [UInt8], _ random: inout SeededGenerator) -> Void

    static let xgboostJSON = FuzzTarget(
        name: "xgboost-json",
        files: [
            "models/xgboost/categorical.json", "models/xgboost/old_305_mot.json", "models/xgboost/old_176_cat.json",
            "models/xgboost/multi_output_tree.json", "models/xgboost/old_121_dart.json",
            "models/xgboost/dart_v34_layout.json", "models/xgboost/obj_05_reg_quantileerror.json",
            "models/xgboost/obj_09_binary_hinge.json", "models/xgboost/obj_12_survival_aft.json",
            "models/xgboost/old_214_multi.json", "models/xgboost/rf_parallel8.json",
            "models/xgboost/single_leaf_trees.json", "models/xgboost/binary_logistic_earlystop.json",
            "explanations/xgb_gblinear/model.json",
        ], damage: FuzzMutation.json)

    static let xgboostUBJSON = FuzzTarget(
        name: "xgboost-ubjson",
        files: [
            "models/xgboost/categorical.ubj", "models/xgboost/multi_output_tree.ubj", "models/xgboost/dart.ubj",
            "models/xgboost/binary_logistic_earlystop.ubj", "models/xgboost/old_214_binary.ubj",
            "models/xgboost/single_leaf_trees.ubj",
        ], damage: FuzzMutation.universalBinaryJSON)

    static let lightGBM = FuzzTarget(
        name: "lightgbm",
        files: [
            "models/lightgbm/categorical_no_missing.txt", "models/lightgbm/linear_tree.txt",
            "models/lightgbm/rf_regression.txt", "models/lightgbm/pandas_categorical.txt",
            "models/lightgbm/regression_zero_as_missing.txt", "models/lightgbm/obj_cross_entropy_lambda.txt",
            "models/lightgbm/multiclass.txt", "models/lightgbm/constant_trees.txt",
            "models/lightgbm/old_231_binary_cat.txt", "models/lightgbm/old_335_rf.txt",
            "models/lightgbm/binary_crlf.txt", "models/lightgbm/obj_regression_sqrt.txt",
        ], damage: FuzzMutation.lines)

    static let catBoost = FuzzTarget(
        name: "catboost",
        files: [
            "models/catboost/onehot_categorical_nopool.json", "models/catboost/lossguide_multiclass.json",
            "models/catboost/depthwise_nonsymmetric.json", "models/catboost/regression_nan_min.json",
            "models/catboost/multiclass_ova.json", "models/catboost/multirmse.json",
            "models/catboost/rmse_uncertainty.json", "models/catboost/binary_logloss.json",
        ], damage: FuzzMutation.json)

    static let onnx = FuzzTarget(
        name: "onnx",
        files: [
            "columntransformer_ohe_drop_gb", "columntransformer_ordinal_rf", "columntransformer_ohe_lr", "gaussian_nb",
            "imputer_mean", "pre_quantile", "pre_normalizer_l1", "pre_poly2", "sgd_log", "stacking", "svr_rbf",
            "torch_mlp_gemm_bn", "tree_v1_float", "tree_v3_double_tensor", "treeensemble_v5", "calibrated_lr",
            "mlp_classifier_multi", "rf_classifier_binary", "xgboost_via_onnxmltools", "zipmap_default",
        ].map { "models/onnx/\($0).onnx" }, damage: FuzzMutation.protocolBuffer)

    static let plain = FuzzTarget(
        name: "plain",
        files: [
            "explanations/skl_linear/model.plain.json", "explanations/skl_logit/model.plain.json",
            "explanations/skl_softmax/model.plain.json", "explanations/skl_mlp_bin/model.plain.json",
            "explanations/skl_rf_wine/model.plain.json",
        ], damage: FuzzMutation.json)
}
