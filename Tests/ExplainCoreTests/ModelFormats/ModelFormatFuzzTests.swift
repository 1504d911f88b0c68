import ExplainCore
import Testing

/// Damaged model files are refused, or predict and are explained; they never trap, hang, fill the memory or answer NaN.
///
/// An ordinary run makes some files a format. `scripts/fuzz.sh` makes long runs, each format in a process of its own.
@Suite struct ModelFormatFuzzTests {
    private func run(_ target: FuzzTarget) throws {
        var run = try FuzzRun(target)
        run.run()
    }

    @Test func xgboostJSON() throws { try run(.xgboostJSON) }
    @Test func xgboostUBJSON() throws { try run(.xgboostUBJSON) }
    @Test func lightGBM() throws { try run(.lightGBM) }
    @Test func catBoost() throws { try run(.catBoost) }
    @Test func onnx() throws { try run(.onnx) }
    @Test func plain() throws { try run(.plain) }

    /// A kept file, once more.
    @Test(.enabled(if: FuzzSettings.current.file != nil))
    func kept() throws {
        let bytes = try FuzzFile.bytes(try #require(FuzzSettings.current.file))
        for round in 0..<8 {
            let begin = FuzzProcess.threadSeconds
            let found = FuzzExercise(round: round).run(bytes)
            #expect(found.fault == nil)
            #expect(FuzzProcess.threadSeconds - begin < 1)
        }
    }

    /// The sound files themselves load and are explained: what is damaged is worth damaging.
    @Test(arguments: [
        FuzzTarget.xgboostJSON, .xgboostUBJSON, .lightGBM, .catBoost, .onnx, .plain,
    ])
    func soundFilesAreExplained(target: FuzzTarget) throws {
        for file in target.files {
            let found = FuzzExercise(round: 0).run(try Golden.bytes(file))
            #expect(found.isLoaded && found.isExplained && found.fault == nil, "\(file)")
        }
    }
}
