import ExplainCore
import Testing

/// Whatever the bytes, reading ends in a value or an error, and the same document means the same in every way of reading.
@Suite struct JSONFuzzTests {
    private static let seeds: [String] = [
        "{\"instances\":[[31,52000,null,\"rent\"],[1e-3,-2.5E+7,true,\"\\u00e9\\ud83d\\ude00\"]],\"parameters\":{\"seed\":7}}",
        "[[1,2,3],[4.5,-6e7,0.0000001],[123456789012345678901234567890,1e-320,9007199254740993]]",
        "{\"a\":{\"b\":{\"c\":[{},[],\"\",0,-0,null,NaN,-Infinity]}},\"\u{E9}\u{20AC}\":\"\u{1F600}\\\\\\\"\"}",
    ]

    private static let interesting: [UInt8] =
        Array("{}[],:\"\\-+.eEu0123456789ntfNI \n".utf8) + [0, 0x1F, 0x7F, 0x80, 0xC3, 0xED, 0xF0, 0xFF]

    private static func mutated(_ seed: [UInt8], _ random: inout CounterRandom) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            let byte = interesting.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[index] = byte
            case 1: bytes.insert(byte, at: index)
            case 2: bytes.remove(at: index)
            case 3: bytes.removeSubrange(index...)
            default:
                let end = Int.random(in: index..<bytes.count, using: &random)
                bytes.insert(contentsOf: bytes[index...end], at: index)
            }
        }
        return bytes
    }

    @Test(arguments: seeds, [JSONOptions.strict, JSONOptions(allowsBareNaN: true)])
    func survivesMutations(seed: String, options: JSONOptions) {
        var random = CounterRandom(seed: 5)
        for _ in 0..<6_000 {
            let bytes = Self.mutated(Array(seed.utf8), &random)
            let tree = Result { () throws(JSONError) in try JSONValue.parse(bytes, options: options) }
            let skip = Result { () throws(JSONError) in
                var reader = JSONReader(bytes, options: options)
                try reader.skipValue()
                try reader.finish()
            }
            if case .failure(let error) = tree {
                #expect(0...bytes.count ~= error.offset)
            }
            #expect(Self.error(of: tree) == Self.error(of: skip), "\(bytes)")
            Self.readAsMatrix(bytes, options)
        }
    }

    @Test func writesWhatItReadsAgain() throws {
        var random = CounterRandom(seed: 5)
        for seed in Self.seeds {
            for _ in 0..<3_000 {
                guard let value = try? JSONValue.parse(Self.mutated(Array(seed.utf8), &random)) else { continue }
                for isPretty in [false, true] {
                    var writer = JSONWriter(pretty: isPretty)
                    writer.value(value)
                    let again = try JSONValue.parse(writer.bytes)
                    var second = JSONWriter(pretty: isPretty)
                    second.value(again)
                    #expect(second.bytes == writer.bytes)
                }
            }
        }
    }

    private static func error<Value>(of result: Result<Value, JSONError>) -> JSONError? {
        if case .failure(let error) = result { error } else { nil }
    }

    /// Reads the document as rows; where that succeeds, the tree must hold the same numbers.
    private static func readAsMatrix(_ bytes: [UInt8], _ options: JSONOptions) {
        var reader = JSONReader(bytes, options: options)
        guard let matrix = try? reader.readMatrix(columns: nil, nullAsNaN: true), (try? reader.finish()) != nil else {
            return
        }
        let tree = try? JSONValue.parse(bytes, options: options)
        let numbers = (tree?.asArray ?? []).flatMap { $0.asArray ?? [] }.map { $0.asDouble ?? .nan }
        #expect(numbers.map(\.bitPattern) == matrix.storage.map(\.bitPattern))
    }
}
