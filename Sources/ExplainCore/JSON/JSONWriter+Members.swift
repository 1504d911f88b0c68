extension JSONWriter {
    /// Writes a member with a string.
    public mutating func member(_ key: String, _ value: String) {
        self.key(key)
        string(value)
    }

    /// Writes a member with a whole number.
    public mutating func member(_ key: String, _ value: Int) {
        self.key(key)
        int(value)
    }

    /// Writes a member with a finite number.
    public mutating func member(_ key: String, _ value: Double) {
        self.key(key)
        double(value)
    }

    /// Writes a member with `true` or `false`.
    public mutating func member(_ key: String, _ value: Bool) {
        self.key(key)
        bool(value)
    }

    /// Writes an array of finite numbers.
    public mutating func doubles(_ values: some Collection<Double>) {
        beginArray()
        for value in values { double(value) }
        endArray()
    }

    /// Writes an array of strings.
    public mutating func strings(_ values: some Collection<String>) {
        beginArray()
        for value in values { string(value) }
        endArray()
    }

    /// Writes a tree of values; numbers that are not finite are a caller's bug.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .number(let number): if let integer = number.integer { int(integer) } else { double(number.double) }
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(member.key)
                self.value(member.value)
            }
            endObject()
        }
    }
}
