/// Placeholder.
enum PlainReader {
    static func load(_ bytes: [UInt8]) throws(ModelFormatError) -> LoadedModelFile {
        throw ModelFormatError(format: "plain", reason: "")
    }
}
