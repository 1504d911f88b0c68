import ExplainCore

/// One `*.case.json` of `models/onnx` and its model file.
struct ONNXCase {
    let document: JSONValue
    let bytes: [UInt8]
    let file: LoadedModelFile
    let rows: Matrix

    init(_ name: String) throws {
        document = try Golden.json("models/onnx/\(name).case.json")
        bytes = try Golden.bytes("models/onnx/\(name).onnx")
        file = try ModelFile.load(bytes)
        var storage: [Double] = []
        for row in document["rows"]?.asArray ?? [] {
            for (column, value) in (row.asArray ?? []).enumerated() {
                storage.append(try Self.cell(value, file.featureKinds?[column]))
            }
        }
        let columns = file.model.featureCount
        rows = Matrix(rows: storage.count / columns, columns: columns, storage: storage)
    }

    /// A text becomes its code; one that is no category the code after the last.
    private static func cell(_ value: JSONValue, _ kind: Feature.Kind?) throws -> Double {
        guard case .category(let names)? = kind, let text = value.asString else { return try Golden.number(value) }
        return Double(names.firstIndex(of: text) ?? names.count)
    }

    /// The model as it is served: two classes of one score become two outputs.
    var model: any Model {
        let isTwoClass = file.outputNames?.count == 2 && file.model.outputCount(in: .probability) == 1
        return isTwoClass ? TwoClassModel(file.model) : file.model
    }

    /// The space of onnxruntime's own answer.
    var space: OutputSpace { model.outputCount(in: .probability) == nil ? .margin : .probability }

    /// onnxruntime's scores: the last output that is no label.
    func expected() throws -> Matrix {
        let outputs = document["outputs"]?.asArray ?? []
        let scores = outputs.last { $0.asArray?[1].asString?.contains("float") ?? false }
        return try Golden.matrix(document["expected"]?[scores?.asArray?[0].asString ?? ""])
    }

    /// The names of all cases, in order.
    static let names = [
        "PITFALL_hist_gb_categorical", "PITFALL_rf_regressor_nan", "calibrated_lr", "catboost_native_onnx",
        "columntransformer_ohe_drop_gb", "columntransformer_ohe_lr", "columntransformer_ohe_rf",
        "columntransformer_ordinal_rf", "dt_classifier_binary", "dt_regressor", "extratrees_regressor", "gaussian_nb",
        "gb_classifier_binary", "gb_classifier_multi", "hist_gb_classifier_binary_nan", "hist_gb_classifier_multi",
        "hist_gb_regressor_nan", "imputer_mean", "imputer_median", "lightgbm_via_onnxmltools", "linear_regression",
        "linear_regression_multi", "linear_svc", "logistic_binary", "logistic_multi", "logistic_ovr_liblinear",
        "mlp_classifier_binary", "mlp_classifier_multi", "mlp_regressor_identity", "mlp_regressor_logistic",
        "mlp_regressor_relu", "mlp_regressor_tanh", "poisson_regressor", "pre_binarizer", "pre_maxabs", "pre_minmax",
        "pre_normalizer_l1", "pre_poly2", "pre_power", "pre_quantile", "pre_robust", "rf_classifier_binary",
        "rf_classifier_multi", "rf_regressor", "ridge", "scaler_logistic", "sgd_log", "stacking", "svr_rbf",
        "torch_mlp_gemm_bn", "tree_v1_float", "tree_v3_double_tensor", "treeensemble_v5", "xgboost_via_onnxmltools",
        "zipmap_default",
    ]
}
