import ExplainCore
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Damaged ONNX files are refused or predict; they never trap, hang or answer NaN.
///
/// Deterministic: round n of a file is the same in every run. `EXPLAIND_FUZZ_ROUNDS=200000 swift test --filter ONNXFuzz`
/// is a long run; the suite itself makes 150 rounds a file.
@Suite struct ONNXFuzzTests {
    static let files = [
        "columntransformer_ohe_drop_gb", "columntransformer_ordinal_rf", "gaussian_nb", "imputer_mean", "pre_quantile",
        "sgd_log", "stacking", "svr_rbf", "torch_mlp_gemm_bn", "tree_v3_double_tensor", "treeensemble_v5",
        "xgboost_via_onnxmltools", "zipmap_default",
    ]

    static let rounds = unsafe getenv("EXPLAIND_FUZZ_ROUNDS").flatMap { unsafe Int(String(cString: $0)) } ?? 150

    @Test(arguments: files)
    func damaged(file: String) throws {
        let original = try Golden.bytes("models/onnx/\(file).onnx")
        for round in 0..<Self.rounds {
            var random = SeededGenerator(seed: UInt64(original.count) << 32 | UInt64(round))
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) { damage(&bytes, &random) }
            exercise(bytes)
        }
    }

    @Test(arguments: files)
    func truncated(file: String) throws {
        let original = try Golden.bytes("models/onnx/\(file).onnx")
        for length in stride(from: 0, to: original.count, by: max(1, original.count / 60)) {
            exercise(Array(original[..<length]))
        }
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 4:
            // A number or length of ten bytes in place of one.
            bytes.replaceSubrange(place...place, with: [UInt8](repeating: 0xFF, count: 9) + [1])
        default:
            let end = min(bytes.count, place + Int.random(in: 1...60, using: &random))
            bytes.insert(contentsOf: bytes[place..<end], at: end)
        }
        if bytes.isEmpty { bytes = [0] }
    }

    /// Loads and, where that succeeds, predicts rows that take every kind of turn.
    private func exercise(_ bytes: [UInt8]) {
        guard let loaded = try? ModelFile.load(bytes) else { return }
        let columns = loaded.model.featureCount
        guard columns <= 1000 else { return }
        let storage = [0, -1.5, 3, 1e30, .nan, 2e7].flatMap { [Double](repeating: $0, count: columns) }
        for row in 0..<6 {
            let part = Array(storage[(row * columns)..<((row + 1) * columns)])
            for space in [OutputSpace.margin, .probability] {
                let matrix = Matrix(rows: 1, columns: columns, storage: part)
                guard let got = try? loaded.model.predict(matrix, space: space) else { continue }
                #expect(got.storage.allSatisfy { $0.isFinite })
            }
        }
        _ = try? loaded.model.predict(Matrix(rows: 6, columns: columns, storage: storage), space: .margin)
    }
}
