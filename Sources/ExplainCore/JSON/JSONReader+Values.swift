extension JSONReader {
    /// Reads over one value of any kind, checking it on the way.
    ///
    /// - Throws: ``JSONError`` when it is malformed.
    public mutating func skipValue() throws(JSONError) {
        let depth = frames.count
        repeat {
            if frames.count > depth {
                let isOpen = frames[frames.count - 1].isArray ? try nextElement() : try nextKey() != nil
                guard isOpen else { continue }
            }
            switch try peekKind() {
            case .object: try beginObject()
            case .array: if try passPlainNumbers() == nil { try beginArray() }
            case .string: _ = try readString()
            case .number: _ = try readDouble()
            case .bool: _ = try readBool()
            case .null: try readNull()
            }
        } while frames.count > depth
    }

    /// Reads one value of any kind into a tree.
    ///
    /// - Throws: ``JSONError`` when it is malformed.
    public mutating func readValue() throws(JSONError) -> JSONValue {
        switch try peekKind() {
        case .object:
            var members: [JSONMember] = []
            try beginObject()
            while let key = try nextKey() { members.append(JSONMember(key, try readValue())) }
            return .object(members)
        case .array:
            var elements: [JSONValue] = []
            try beginArray()
            while try nextElement() { elements.append(try readValue()) }
            return .array(elements)
        case .string: return .string(try readString())
        case .number: return .number(try readNumber())
        case .bool: return .bool(try readBool())
        case .null:
            try readNull()
            return .null
        }
    }
}
