import ExplainCore
import Testing

/// Damaged model files are refused or predict; they never trap, hang or answer NaN.
@Suite struct ModelFileFuzzTests {
    static let binaryFiles = [
        "models/xgboost/categorical.ubj", "models/xgboost/multi_output_tree.ubj",
        "models/xgboost/binary_logistic_earlystop.ubj", "models/xgboost/dart.ubj",
    ]

    static let files = [
        "models/xgboost/categorical.json", "models/xgboost/old_305_mot.json", "models/xgboost/multi_output_tree.json",
        "models/xgboost/old_121_dart.json", "models/xgboost/obj_05_reg_quantileerror.json",
        "explanations/xgb_gblinear/model.json", "explanations/skl_softmax/model.plain.json",
        "explanations/skl_mlp_bin/model.plain.json", "explanations/skl_rf_wine/model.plain.json",
        "models/catboost/onehot_categorical_nopool.json", "models/catboost/lossguide_multiclass.json",
        "models/lightgbm/categorical_no_missing.txt", "models/lightgbm/linear_tree.txt",
        "models/lightgbm/rf_regression.txt", "models/lightgbm/pandas_categorical.txt",
        "models/lightgbm/regression_zero_as_missing.txt", "models/lightgbm/obj_cross_entropy_lambda.txt",
    ]

    @Test(arguments: files + binaryFiles)
    func damagedBytes(file: String) throws {
        let original = try Golden.bytes(file)
        var random = SeededGenerator(seed: UInt64(original.count))
        for _ in 0..<300 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) { damage(&bytes, &random) }
            exercise(bytes)
        }
    }

    /// Numbers are where readers go wrong: replaces whole ones by the edges of integer and float types.
    @Test(arguments: files)
    func damagedNumbers(file: String) throws {
        let original = try Golden.bytes(file)
        var random = SeededGenerator(seed: UInt64(original.count) &+ 1)
        let isDigit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
        let starts = original.indices.dropFirst().filter { isDigit(original[$0]) && !isDigit(original[$0 - 1]) }
        for _ in 0..<300 {
            let start = starts[Int.random(in: 0..<starts.count, using: &random)]
            let end = original[start...].firstIndex { !isDigit($0) } ?? original.endIndex
            let number = Self.numbers[Int.random(in: 0..<Self.numbers.count, using: &random)]
            exercise(Array(original[..<start]) + Array(number.utf8) + Array(original[end...]))
        }
    }

    @Test(arguments: files + binaryFiles)
    func truncated(file: String) throws {
        let original = try Golden.bytes(file)
        // Behind the trees of a LightGBM file nothing has to stand.
        let isText = file.hasSuffix(".txt")
        let marks =
            isText ? original.indices.dropLast(12).filter { original[$0...].starts(with: "end of trees".utf8) } : []
        let end = (marks.first ?? original.count) - 1
        for length in stride(from: 0, to: end, by: max(1, end / 100)) {
            #expect(throws: ModelFormatError.self) { try ModelFile.load(Array(original[..<length])) }
        }
    }

    private static let numbers = [
        "-1", "-2", "0", "1", "2", "7", "1000000", "16777215", "16777216", "2147483647", "2147483648", "-2147483648",
        "4294967295", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e308", "1e999", "-0",
        "0.5", "1e-45", "3.4028236e38", "NaN", "Infinity", "\"nan\"", "[]", "{}", "null", "true",
    ]

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert("[]{},:\"-0123456789eE.\\ntf".utf8.randomElement(using: &random) ?? 0, at: place)
        default:
            let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
            bytes.insert(contentsOf: bytes[place..<end], at: end)
        }
        if bytes.isEmpty { bytes = [0] }
    }

    /// Loads and, where that succeeds, predicts rows that take every kind of turn.
    private func exercise(_ bytes: [UInt8]) {
        guard let loaded = try? ModelFile.load(bytes) else { return }
        let columns = loaded.model.featureCount
        guard columns <= 1000 else { return }
        var storage: [Double] = []
        for value in [0, -1.5, 3, 1e30, .nan, 2e7] { storage.append(contentsOf: repeatElement(value, count: columns)) }
        let rows = Matrix(rows: 6, columns: columns, storage: storage)
        for space in OutputSpace.allCases {
            guard let got = try? loaded.model.predict(rows, space: space) else { continue }
            #expect(got.storage.allSatisfy { $0.isFinite })
        }
    }
}
