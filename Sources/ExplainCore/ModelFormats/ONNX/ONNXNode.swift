/// One node of a graph, as the file has it.
struct ONNXNode: Sendable {
    /// Its place in the file, from 0.
    let index: Int
    var name = ""
    var operation = ""
    /// Empty is `ai.onnx`.
    var domain = ""
    /// The names of the values it reads; empty where an optional one is left out.
    var inputs: [String] = []
    var outputs: [String] = []
    var attributes: [String: ONNXAttribute] = [:]
    /// Whether another node reads the label of this classifier.
    var isLabelRead = false
    /// The version of its domain's operators.
    var version: Int64 = 0

    /// Whether it is one of the machine-learning operators.
    var isML: Bool { domain == "ai.onnx.ml" }

    /// Where it stands, for errors.
    var place: String {
        "graph.node[\(index)] (\(operation.prefix(64))\(name.isEmpty ? "" : " \"\(name.prefix(64))\""))"
    }

    /// An error here.
    func error(_ reason: String, remedy: String? = nil) -> ModelFormatError {
        ModelFormatError(
            format: ONNXReader.format, place: place, reason: reason, remedy: remedy ?? ONNXReader.exportAgain)
    }

    /// A whole number.
    func integer(_ name: String) -> Int64? { attributes[name]?.integer }

    /// A whole number that is 0 or 1.
    func flag(_ name: String, _ absent: Bool) -> Bool { attributes[name]?.integer.map { $0 != 0 } ?? absent }

    /// A number.
    func float(_ name: String) -> Float? { attributes[name]?.float }

    /// A text.
    func text(_ name: String) -> String? { attributes[name]?.text }

    /// Whole numbers; none when absent.
    func integers(_ name: String) -> [Int64] { attributes[name]?.integers ?? [] }

    /// Texts; none when absent.
    func texts(_ name: String) -> [String] { attributes[name]?.texts ?? [] }

    /// Numbers; none when absent.
    ///
    /// - Throws: ``ModelFormatError`` when one is NaN or infinite.
    func finiteFloats(_ name: String) throws(ModelFormatError) -> [Float] {
        let values = attributes[name]?.floats ?? []
        guard values.allSatisfy(\.isFinite) else { throw error("\(name) holds a number that is not finite") }
        return values
    }

    /// A text that names one of `Value`'s cases.
    ///
    /// - Throws: ``ModelFormatError`` when it names none.
    func choice<Value: RawRepresentable<String>>(_ name: String, absent: Value) throws(ModelFormatError) -> Value {
        guard let text = text(name) else { return absent }
        guard let value = Value(rawValue: text) else { throw error("\(name) is \"\(text.prefix(64))\"") }
        return value
    }
}
