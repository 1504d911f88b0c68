/// An attribute of a node, as the file has it.
struct ONNXAttribute: Sendable {
    var name = ""
    var float: Float?
    var integer: Int64?
    var text: String?
    var tensor: ONNXTensor?
    var floats: [Float] = []
    var integers: [Int64] = []
    var texts: [String] = []
    /// Whether it holds sub-graphs, sparse tensors or a reference to a function's attribute.
    var isUnsupported = false
}
