extension ONNXDecoder {
    /// An input or output: its name and, for a tensor, the type and shape.
    static func value(_ message: ProtobufReader) throws(ModelFormatError) -> ONNXGraph.Value {
        var reader = message
        var value = ONNXGraph.Value()
        while let field = try reader.next() {
            switch field.number {
            case 1: value.name = try reader.text(field)
            case 2:
                var type = try reader.message(field, place: reader.place)
                while let part = try type.next() {
                    guard part.number == 1 else { continue }
                    try readTensorType(try type.message(part, place: reader.place), into: &value)
                }
            default: break
            }
        }
        return value
    }

    private static func readTensorType(
        _ message: ProtobufReader, into value: inout ONNXGraph.Value
    ) throws(ModelFormatError) {
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1: value.elementType = try reader.integer(field)
            case 2:
                var shape: [Int?] = []
                var dimensions = try reader.message(field, place: reader.place)
                while let part = try dimensions.next() {
                    if part.number == 1 {
                        shape.append(try dimension(try dimensions.message(part, place: reader.place)))
                    }
                }
                value.shape = shape
            default: break
            }
        }
    }

    /// A dimension; nil when it is open.
    private static func dimension(_ message: ProtobufReader) throws(ModelFormatError) -> Int? {
        var reader = message
        var size: Int?
        while let field = try reader.next() {
            // Some exporters write 0 or -1 for an open dimension.
            if field.number == 1, let given = Int(exactly: try reader.integer(field)), given > 0 { size = given }
        }
        return size
    }
}
