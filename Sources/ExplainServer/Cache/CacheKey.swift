/// A 32-byte digest of all that an explanation depends on.
struct CacheKey: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// Creates a key from a SHA-256 digest.
    init(digest: [UInt8]) {
        precondition(digest.count == 32, "a cache key is a digest of 32 bytes")
        func word(_ index: Int) -> UInt64 {
            digest[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        words = (word(0), word(1), word(2), word(3))
    }

    static func == (left: CacheKey, right: CacheKey) -> Bool { left.words == right.words }

    // Any eight bytes of a cryptographic digest are spread as well as all of them.
    func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
