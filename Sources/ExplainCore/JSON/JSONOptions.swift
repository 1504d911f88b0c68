/// What a ``JSONReader`` accepts.
public struct JSONOptions: Sendable, Equatable {
    /// How many objects and arrays may stand inside each other.
    public var maximumDepth: Int
    /// The longest document, in bytes; nil for no limit.
    public var maximumBytes: Int?
    /// The longest string or key, in bytes of its text.
    public var maximumStringBytes: Int
    /// Whether the bare tokens `NaN`, `Infinity` and `-Infinity`, which JSON does not have, are numbers.
    ///
    /// Some model formats write them; requests never may.
    public var allowsBareNaN: Bool

    /// Creates options; the defaults are ``strict``.
    public init(
        maximumDepth: Int = 64, maximumBytes: Int? = nil, maximumStringBytes: Int = 1 << 24,
        allowsBareNaN: Bool = false
    ) {
        precondition(maximumDepth > 0, "a document needs at least one level")
        precondition(maximumStringBytes >= 0, "a length is not negative")
        self.maximumDepth = maximumDepth
        self.maximumBytes = maximumBytes
        self.maximumStringBytes = maximumStringBytes
        self.allowsBareNaN = allowsBareNaN
    }

    /// RFC 8259 and nothing else, 64 levels, strings of up to 16 MiB.
    public static let strict = JSONOptions()
}
