/// The type markers of UBJSON (draft 12) that are read.
///
/// High-precision numbers, characters and no-ops are not among them: no model file has them.
enum UBJSONMarker: UInt8 {
    case null = 0x5A  // Z
    case `true` = 0x54  // T
    case `false` = 0x46  // F
    case int8 = 0x69  // i
    case uint8 = 0x55  // U
    case int16 = 0x49  // I
    case int32 = 0x6C  // l
    case int64 = 0x4C  // L
    case float32 = 0x64  // d
    case float64 = 0x44  // D
    case string = 0x53  // S
    case array = 0x5B  // [
    case object = 0x7B  // {

    /// The bytes of a number; nil for other values.
    var numberBytes: Int? {
        switch self {
        case .int8, .uint8: 1
        case .int16: 2
        case .int32, .float32: 4
        case .int64, .float64: 8
        default: nil
        }
    }

    /// Whether it is a whole number.
    var isInteger: Bool { numberBytes != nil && self != .float32 && self != .float64 }

    /// What the value is in terms of JSON.
    var kind: JSONKind {
        switch self {
        case .null: .null
        case .true, .false: .bool
        case .string: .string
        case .array: .array
        case .object: .object
        default: .number
        }
    }
}
