extension JSONReader {
    /// The current place, such as `instances[3][7]`; empty at the top.
    public var path: String {
        var text = ""
        for frame in frames where frame.isInside {
            if frame.isArray {
                text += "[\(frame.index)]"
            } else if Self.isPlain(frame.key) {
                text += text.isEmpty ? frame.key : "." + frame.key
            } else {
                text += "[\"\(frame.key.prefix(64))\"]"
            }
        }
        return text
    }

    /// An error about the current place, for what is well-formed and still wrong.
    public func error(_ reason: JSONError.Reason) -> JSONError {
        JSONError(offset: position, path: path, reason: reason)
    }

    /// An error that a scan of the bytes found; `element` is the index in an array that has no frame.
    mutating func error(_ fault: JSONFault, element: Int? = nil) -> JSONError {
        position = fault.offset
        var result = error(fault.reason)
        if let element { result.path += "[\(element)]" }
        return result
    }

    /// The byte at the current position cannot stand there.
    func unexpected(_ expected: String) -> JSONError {
        error(JSONSyntax.unexpected(expected, bytes.span, at: position))
    }

    /// The value at the current position is not of the wanted kind, or is no value.
    func mismatch(_ expected: JSONKind) -> JSONError {
        error(JSONSyntax.mismatch(expected, bytes.span, at: position, allowsBareNaN: options.allowsBareNaN))
    }

    /// Whether a key can stand in a path without quotes.
    private static func isPlain(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.count <= 64
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
