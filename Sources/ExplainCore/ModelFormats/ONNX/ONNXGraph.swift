/// A graph as the file has it, with the model's head.
struct ONNXGraph: Sendable {
    /// An input or output of the graph.
    struct Value: Sendable {
        var name = ""
        /// The number of the element type; nil when it is no tensor.
        var elementType: Int64?
        /// One number a dimension, nil where it is open; nil without a shape.
        var shape: [Int?]?
    }

    var producer = ""
    var producerVersion = ""
    /// The version of each domain's operators; `ai.onnx` is the empty text.
    var versions: [String: Int64] = [:]
    var nodes: [ONNXNode] = []
    var constants: [String: ONNXTensor] = [:]
    var inputs: [Value] = []
    var outputs: [Value] = []
}
