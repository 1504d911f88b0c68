import ExplainCore

/// Hashes the parts of a request that its answer depends on, each with its length, so that no two lists of parts collide.
struct RequestDigest {
    private var hash = SHA256()

    mutating func add(_ text: String) { add(Array(text.utf8)) }

    mutating func add(_ bytes: [UInt8]) {
        hash.update(UInt64(bytes.count))
        hash.update(bytes)
    }

    mutating func add(_ number: Int) { hash.update(UInt64(bitPattern: Int64(number))) }

    /// Adds a number by its bits; all NaN are one.
    mutating func add(_ number: Double) { hash.update((number.isNaN ? Double.nan : number).bitPattern) }

    mutating func add(_ numbers: some Collection<Double>) {
        add(numbers.count)
        for number in numbers { add(number) }
    }

    /// The digest of everything added so far, 32 bytes.
    var digest: [UInt8] { hash.finalized() }

    /// A seed made of the digest's first 53 bits: every JSON reader keeps it exact.
    var seed: UInt64 { digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 11 }
}
