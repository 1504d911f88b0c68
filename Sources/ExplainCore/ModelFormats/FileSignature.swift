/// What a file is that is neither JSON nor UBJSON, told from its bytes.
enum FileSignature {
    /// The remedy for everything that is no model for this service as it stands.
    static let supported =
        "supported are XGBoost models saved as JSON or UBJSON, LightGBM models saved as text, CatBoost models saved as JSON, "
        + "ONNX and plain JSON formats"

    /// Names the format of `bytes` and says what to do about it; nil when the bytes could be JSON or UBJSON.
    static func refusal(of bytes: [UInt8]) -> ModelFormatError? {
        guard !bytes.isEmpty else { return ModelFormatError(format: nil, reason: "the file is empty") }
        for signature in signatures where bytes.starts(with: signature.bytes) {
            return ModelFormatError(format: signature.format, reason: signature.reason, remedy: signature.remedy)
        }
        return memorySnapshot(bytes)
    }

    private struct Signature {
        let bytes: [UInt8]
        let format: String
        var reason = "this format is not supported"
        var remedy = FileSignature.supported
    }

    private static let pickle = "a pickle runs code when it is opened and is never loaded"
    private static let saveAsJSON = "save the model with save_model(\"model.json\")"

    private static let signatures = [
        Signature(bytes: [0x80, 0x02], format: "Python pickle", reason: pickle),
        Signature(bytes: [0x80, 0x03], format: "Python pickle", reason: pickle),
        Signature(bytes: [0x80, 0x04], format: "Python pickle", reason: pickle),
        Signature(bytes: [0x80, 0x05], format: "Python pickle", reason: pickle),
        Signature(
            bytes: Array("PK".utf8), format: "zip archive (torch .pt, Keras .keras, Core ML)",
            reason: "archives are not opened"),
        Signature(
            bytes: [0x1F, 0x8B], format: "gzip", reason: "compressed files are not opened", remedy: "decompress it"),
        Signature(bytes: [0x89] + Array("HDF".utf8), format: "HDF5 (Keras)"),
        Signature(
            bytes: Array("CBM1".utf8), format: "CatBoost binary",
            remedy: "save the model with save_model(\"model.json\", format=\"json\")"),
        Signature(
            bytes: Array("binf".utf8), format: "XGBoost binary of before 3.1",
            remedy: "load it with XGBoost 3.0 or older and \(FileSignature.saveAsJSON)"),
        Signature(
            bytes: Array("bs64".utf8), format: "XGBoost text of before 1.0",
            remedy: "load it with XGBoost 3.0 or older and \(FileSignature.saveAsJSON)"),
        Signature(bytes: Array("<?xml".utf8), format: "XML (PMML)"),
        Signature(bytes: [0xEF, 0xBB, 0xBF], format: "text", reason: "it starts with a byte order mark"),
    ]

    /// LightGBM: the first line is `tree`.
    static func isLightGBM(_ bytes: [UInt8]) -> Bool {
        let line = bytes.prefix(8).split(separator: 0x0A, omittingEmptySubsequences: false).first ?? []
        return line.elementsEqual("tree".utf8) || line.elementsEqual("tree\r".utf8)
    }

    /// Whether it is UBJSON: an object whose first key's length has a type marker instead of a quote.
    static func isUniversalBinaryJSON(_ bytes: [UInt8]) -> Bool {
        bytes.count > 1 && bytes[0] == UInt8(ascii: "{") && "iUIlL".utf8.contains(bytes[1])
    }

    private static func memorySnapshot(_ bytes: [UInt8]) -> ModelFormatError? {
        guard isUniversalBinaryJSON(bytes) else { return nil }
        guard contains("Config", in: bytes.prefix(24)) || contains("Model", in: bytes.prefix(24)) else { return nil }
        return ModelFormatError(
            format: "XGBoost UBJSON", reason: "a memory snapshot is not a model file", remedy: saveAsJSON)
    }

    private static func contains(_ text: String, in bytes: ArraySlice<UInt8>) -> Bool {
        let pattern = Array(text.utf8)
        guard bytes.count >= pattern.count else { return false }
        return bytes.indices.dropLast(pattern.count - 1).contains { bytes[$0...].starts(with: pattern) }
    }

    /// Whether a file is ONNX: a protocol buffer message whose field 7, the graph, is a message.
    ///
    /// A graph longer than the file is believed where the version, field 1, stands first: the file is cut.
    static func isONNX(_ bytes: [UInt8]) -> Bool {
        var offset = 0
        while let key = variableInteger(bytes, &offset), key >> 3 > 0 {
            switch key & 7 {
            case 0: guard variableInteger(bytes, &offset) != nil else { return false }
            case 1: offset += 8
            case 5: offset += 4
            case 2:
                guard let length = variableInteger(bytes, &offset) else { return false }
                let fits = length <= UInt64(bytes.count)
                if key >> 3 == 7 { return fits || bytes[0] == 8 || length > UInt64(UInt32.max) }
                guard fits else { return false }
                offset += Int(length)
            // A graph as a group: refused, but as what it is.
            case 3: return key >> 3 == 7
            default: return false
            }
        }
        return false
    }

    private static func variableInteger(_ bytes: [UInt8], _ offset: inout Int) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard offset < bytes.count else { return nil }
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
