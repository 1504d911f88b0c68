/// Reads one JSON document (RFC 8259) piece by piece, from bytes straight into values.
///
/// The caller asks for what it expects and gets that or an error that names the byte and the path:
/// ```
/// try reader.beginObject()
/// while let key = try reader.nextKey() {
///     switch key {
///     case "rows": rows = try reader.readMatrix(columns: nil, nullAsNaN: true)
///     default: try reader.skipValue()
///     }
/// }
/// try reader.finish()
/// ```
/// Duplicate keys, trailing commas, comments, invalid UTF-8 and lone surrogates are refused. After an error the reader
/// is of no further use. Asking for an element outside an array, or a key outside an object, is a caller's bug.
public struct JSONReader: ~Copyable {
    let bytes: [UInt8]
    let options: JSONOptions
    var position = 0
    var frames: [Frame] = []

    /// An object or array that is open.
    struct Frame {
        /// Whether it is an array.
        var isArray: Bool
        /// The current element or member, from 0; -1 before the first.
        var index = -1
        /// The current key.
        var key = ""
        /// Whether the reader stands at or in the current element or member, and not before or behind it.
        var isInside = false
        /// The keys so far.
        var keys: [String] = []
        /// The marks of the keys so far: one that has another mark is new.
        var marks: UInt64 = 0
        /// The first of the keys, once they are many.
        var manyKeys: Set<String> = []
    }

    /// Creates a reader at the start of a document.
    public init(_ bytes: [UInt8], options: JSONOptions = .strict) {
        self.bytes = bytes
        self.options = options
    }

    /// The byte that is read next.
    public var offset: Int { position }

    /// What the next value is, without reading it.
    ///
    /// - Throws: ``JSONError`` when no value starts here.
    public mutating func peekKind() throws(JSONError) -> JSONKind {
        let byte = try valueStart()
        guard let kind = JSONSyntax.kind(of: byte, allowsBareNaN: options.allowsBareNaN) else {
            throw unexpected("a value")
        }
        return kind
    }

    /// Enters an object.
    ///
    /// - Throws: ``JSONError`` when the next value is none, or too deep.
    public mutating func beginObject() throws(JSONError) {
        guard try valueStart() == UInt8(ascii: "{") else { throw mismatch(.object) }
        try enter(Frame(isArray: false))
    }

    /// Enters an array.
    ///
    /// - Throws: ``JSONError`` when the next value is none, or too deep.
    public mutating func beginArray() throws(JSONError) {
        guard try valueStart() == UInt8(ascii: "[") else { throw mismatch(.array) }
        try enter(Frame(isArray: true))
    }

    /// The next key of the object, whose value is to be read next; nil when the object is closed.
    ///
    /// - Throws: ``JSONError`` when the object is malformed or the key occurred before.
    public mutating func nextKey() throws(JSONError) -> String? {
        let last = frames.count - 1
        guard last >= 0, !frames[last].isArray else { preconditionFailure("nextKey outside an object") }
        frames[last].isInside = false
        skipWhitespace()
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        if bytes[position] == UInt8(ascii: "}") {
            leave()
            return nil
        }
        if frames[last].index >= 0 {
            guard bytes[position] == UInt8(ascii: ",") else { throw unexpected("',' or '}'") }
            position += 1
            skipWhitespace()
        }
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        guard bytes[position] == UInt8(ascii: "\"") else { throw unexpected("a key") }
        let start = position
        let key = try string()
        try enterMember(key, keyOffset: start)
        skipWhitespace()
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        guard bytes[position] == UInt8(ascii: ":") else { throw unexpected("':'") }
        position += 1
        return key
    }

    /// Steps to the next element of the array, which is to be read next; false when the array is closed.
    ///
    /// - Throws: ``JSONError`` when the array is malformed.
    public mutating func nextElement() throws(JSONError) -> Bool {
        let last = frames.count - 1
        guard last >= 0, frames[last].isArray else { preconditionFailure("nextElement outside an array") }
        skipWhitespace()
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        if bytes[position] == UInt8(ascii: "]") {
            leave()
            return false
        }
        if frames[last].index >= 0 {
            guard bytes[position] == UInt8(ascii: ",") else { throw unexpected("',' or ']'") }
            position += 1
        }
        frames[last].index += 1
        frames[last].isInside = true
        return true
    }

    /// Checks that nothing but whitespace follows the document.
    ///
    /// - Throws: ``JSONError`` with the reason ``JSONError/Reason/trailingContent``.
    public mutating func finish() throws(JSONError) {
        precondition(frames.isEmpty, "finish inside an object or array")
        skipWhitespace()
        if position < bytes.count { throw error(.trailingContent) }
    }
}

extension JSONReader {
    /// Moves to the first byte of the next value.
    mutating func valueStart() throws(JSONError) -> UInt8 {
        if frames.isEmpty, let limit = options.maximumBytes, bytes.count > limit {
            throw error(.tooLarge(limit: limit))
        }
        skipWhitespace()
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[position]
    }

    mutating func skipWhitespace() {
        while position < bytes.count, JSONSyntax.isWhitespace(bytes[position]) { position += 1 }
    }

    private mutating func enter(_ frame: Frame) throws(JSONError) {
        guard frames.count < options.maximumDepth else { throw error(.tooDeep(limit: options.maximumDepth)) }
        frames.append(frame)
        position += 1
    }

    private mutating func leave() {
        frames.removeLast()
        position += 1
    }

    /// Makes `key` the current one, after a look at the keys before it.
    private mutating func enterMember(_ key: String, keyOffset: Int) throws(JSONError) {
        let last = frames.count - 1
        let isNew = frames[last].insert(key, mark: Self.mark(bytes.span, (keyOffset + 1)..<(position - 1)))
        frames[last].key = key
        frames[last].index += 1
        frames[last].isInside = true
        guard isNew else {
            position = keyOffset
            throw error(.duplicateKey(key))
        }
    }
}
