import ExplainCore

/// One JSON object, printed on a line of its own.
struct JSONLine {
    private var writer = JSONWriter()

    /// Starts the object.
    init() { writer.beginObject() }

    /// Adds a text.
    mutating func text(_ key: String, _ value: String) {
        writer.key(key)
        writer.string(value)
    }

    /// Adds a number; NaN and infinities are `null`.
    mutating func number(_ key: String, _ value: Double) {
        writer.key(key)
        writer.doubleOrNull(value)
    }

    /// Adds a list of finite numbers.
    mutating func numbers(_ key: String, _ values: [Double]) {
        writer.key(key)
        writer.doubles(values[...])
    }

    /// Ends the object and prints it.
    func end() {
        var whole = writer
        whole.endObject()
        print(whole.text)
    }
}
