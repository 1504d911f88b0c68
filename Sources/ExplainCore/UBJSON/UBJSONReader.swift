/// Reads one UBJSON document (draft 12, big-endian) piece by piece, as ``JSONReader`` reads text.
///
/// Accepted is what model files have: objects without a count, arrays that are open, counted (`[#`) or counted and typed
/// with a number (`[$d#`). A count is checked against the bytes that are left before anything is made of it.
struct UBJSONReader: ~Copyable {
    let bytes: [UInt8]
    var position = 0
    var frames: [Frame] = []

    /// How many objects and arrays may stand inside each other.
    static let maximumDepth = 64

    /// An object or array that is open.
    struct Frame {
        /// The elements that are left to step to; nil in an object or an array that a bracket closes.
        var remaining: Int?
        /// The type that all elements have without saying so.
        var elementType: UBJSONMarker?
        /// Whether it is an array.
        var isArray: Bool
        /// The current element, from 0; -1 before the first.
        var index = -1
        /// The current key.
        var key = ""
        /// The keys so far.
        var keys: Set<String> = []
        /// Whether the reader stands at or in the current element or member.
        var isInside = false
    }

    /// What opens an array: nothing more, a count, or a type and a count.
    struct ArrayHeader {
        var elementType: UBJSONMarker?
        var count: Int?
    }

    /// Creates a reader at the start of a document.
    init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension UBJSONReader: StructuredReader {
    var offset: Int { position }

    mutating func peekKind() throws(JSONError) -> JSONKind { try peekMarker().kind }

    mutating func beginObject() throws(JSONError) {
        try expect(.object)
        try enter(Frame(isArray: false))
    }

    mutating func beginArray() throws(JSONError) {
        let header = try arrayHeader()
        try enter(Frame(remaining: header.count, elementType: header.elementType, isArray: true))
    }

    mutating func nextKey() throws(JSONError) -> String? {
        let last = frames.count - 1
        guard last >= 0, !frames[last].isArray else { preconditionFailure("nextKey outside an object") }
        frames[last].isInside = false
        let start = position
        if try byte() == UInt8(ascii: "}") {
            position += 1
            frames.removeLast()
            return nil
        }
        let key = try text()
        frames[last].index += 1
        frames[last].key = key
        frames[last].isInside = true
        guard frames[last].keys.insert(key).inserted else {
            position = start
            throw error(.duplicateKey(key))
        }
        return key
    }

    mutating func nextElement() throws(JSONError) -> Bool {
        let last = frames.count - 1
        guard last >= 0, frames[last].isArray else { preconditionFailure("nextElement outside an array") }
        if let remaining = frames[last].remaining {
            guard remaining > 0 else {
                frames.removeLast()
                return false
            }
            frames[last].remaining = remaining - 1
        } else if try byte() == UInt8(ascii: "]") {
            position += 1
            frames.removeLast()
            return false
        }
        frames[last].index += 1
        frames[last].isInside = true
        return true
    }

    mutating func finish() throws(JSONError) {
        precondition(frames.isEmpty, "finish inside an object or array")
        if position < bytes.count { throw error(.trailingContent) }
    }

    mutating func skipValue() throws(JSONError) {
        let depth = frames.count
        repeat {
            if frames.count > depth {
                let isOpen = frames[frames.count - 1].isArray ? try nextElement() : try nextKey() != nil
                guard isOpen else { continue }
            }
            let marker = try peekMarker()
            switch marker {
            case .object: try beginObject()
            case .array: try skipOrEnterArray()
            case .string: _ = try readString()
            case .null, .true, .false: takeMarker()
            default:
                takeMarker()
                try advance(marker.numberBytes ?? 0)
            }
        } while frames.count > depth
    }

    func error(_ reason: JSONError.Reason) -> JSONError {
        var path = ""
        for frame in frames where frame.isInside {
            if frame.isArray {
                path += "[\(frame.index)]"
            } else {
                path += (path.isEmpty ? "" : ".") + frame.key.prefix(64)
            }
        }
        return JSONError(offset: position, path: path, reason: reason)
    }
}

extension UBJSONReader {
    /// The next byte, without reading it.
    func byte() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[position]
    }

    /// The marker of the next value, without reading it; that of a typed array stands in its header only.
    func peekMarker() throws(JSONError) -> UBJSONMarker {
        if let frame = frames.last, frame.isArray, let type = frame.elementType { return type }
        let byte = try byte()
        guard let marker = UBJSONMarker(rawValue: byte) else {
            throw error(.unexpectedByte(byte, expected: "a type marker"))
        }
        return marker
    }

    /// Steps over the marker that ``peekMarker()`` gave.
    mutating func takeMarker() {
        if let frame = frames.last, frame.isArray, frame.elementType != nil { return }
        position += 1
    }

    /// Steps over `count` bytes that must be there.
    mutating func advance(_ count: Int) throws(JSONError) {
        guard count <= bytes.count - position else { throw error(.unexpectedEnd) }
        position += count
    }

    /// Steps over a marker that must be `marker`.
    mutating func expect(_ marker: UBJSONMarker) throws(JSONError) {
        let found = try peekMarker()
        guard found == marker else { throw error(.wrongKind(found.kind, expected: marker.kind)) }
        takeMarker()
    }

    /// Reads the opening of an array and checks its count against the bytes that are left.
    mutating func arrayHeader() throws(JSONError) -> ArrayHeader {
        try expect(.array)
        var type: UBJSONMarker?
        if try byte() == UInt8(ascii: "$") {
            position += 1
            let byte = try byte()
            // A type without bytes of its own would let a few bytes stand for any number of elements.
            guard let marker = UBJSONMarker(rawValue: byte), marker.numberBytes != nil else {
                throw error(.unexpectedByte(byte, expected: "the marker of a number"))
            }
            type = marker
            position += 1
            guard try self.byte() == UInt8(ascii: "#") else {
                throw error(.unexpectedByte(bytes[position], expected: "'#'"))
            }
        }
        guard try byte() == UInt8(ascii: "#") else { return ArrayHeader() }
        position += 1
        let count = try length()
        guard count <= (bytes.count - position) / (type?.numberBytes ?? 1) else {
            throw error(.unacceptable("\(count) elements are declared, \(bytes.count - position) bytes are left"))
        }
        return ArrayHeader(elementType: type, count: count)
    }

    private mutating func enter(_ frame: Frame) throws(JSONError) {
        guard frames.count < Self.maximumDepth else { throw error(.tooDeep(limit: Self.maximumDepth)) }
        frames.append(frame)
    }

    /// Steps over an array of numbers at once, and into any other.
    private mutating func skipOrEnterArray() throws(JSONError) {
        let header = try arrayHeader()
        if let width = header.elementType?.numberBytes, let count = header.count {
            try advance(width * count)
        } else {
            try enter(Frame(remaining: header.count, elementType: nil, isArray: true))
        }
    }
}
