import ExplainCore
import Testing

/// Files that are cut short are refused; what cannot be told from a whole one predicts.
@Suite struct TruncatedFileTests {
    static let files = [FuzzTarget.xgboostJSON, .xgboostUBJSON, .catBoost, .plain].flatMap(\.files)

    @Test(arguments: files)
    func isRefused(file: String) throws {
        let original = try Golden.bytes(file)
        let end = (original.lastIndex { !" \r\n".utf8.contains($0) } ?? 0)
        for length in Array(stride(from: 0, to: end, by: max(1, end / 100))) + [end] {
            #expect(throws: ModelFormatError.self) { try ModelFile.load(Array(original[..<length])) }
        }
    }

    /// The records of a protocol buffer have no end of their own: a file that is cut between two may be whole.
    @Test(arguments: FuzzTarget.onnx.files)
    func neverTraps(file: String) throws {
        let original = try Golden.bytes(file)
        for length in stride(from: 0, to: original.count, by: max(1, original.count / 60)) {
            let found = FuzzExercise(round: length).run(Array(original[..<length]))
            #expect(found.fault == nil)
        }
    }
}
