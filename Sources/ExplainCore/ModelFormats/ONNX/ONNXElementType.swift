/// The types of tensor elements that are evaluated, by their number in the format.
enum ONNXElementType: Int64, Sendable {
    case float = 1
    case uint8 = 2
    case int32 = 6
    case int64 = 7
    case string = 8
    case bool = 9
    case double = 11

    /// The name of a type number, of those that are not evaluated too.
    static func name(of number: Int64) -> String {
        let names: [Int64: String] = [
            0: "undefined", 1: "float", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64",
            8: "string", 9: "bool", 10: "float16", 11: "double", 12: "uint32", 13: "uint64", 14: "complex64",
            15: "complex128", 16: "bfloat16",
        ]
        return names[number] ?? "type \(number)"
    }
}
