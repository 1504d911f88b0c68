/// How a model server is spoken to.
enum RemoteProtocol: String, Sendable, Equatable, CaseIterable {
    /// The Open Inference Protocol, version 2: MLServer, KServe, Triton.
    case openInference = "v2"
    /// KServe V1, which is TensorFlow Serving's.
    case kserveV1 = "v1"
    /// MLflow's `/invocations`.
    case mlflow
}
