#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Memory for the tables of trees: pairs of numbers, aligned to cache lines and, where there are many, to large pages.
///
/// Explaining a row reads single lines all over the tables; with pages of 4 KiB each of these reads would miss the
/// processor's table of pages as well.
// SAFETY: only its maker writes, before the memory is shared; the pointer is never given back before the end.
@safe final class PatternMemory: @unchecked Sendable {
    private static let line = 64
    private static let largePage = 2 << 20

    /// The first pair.
    let pairs: UnsafeMutablePointer<SIMD2<Double>>
    /// The number of pairs.
    let count: Int

    private let ledger: MemoryLedger?

    /// The memory taken.
    var bytes: Int { Self.bytes(count) }

    /// The memory that `count` pairs take.
    static func bytes(_ count: Int) -> Int { count * MemoryLayout<SIMD2<Double>>.stride }

    /// Takes memory for `count` pairs, all zero; `ledger` counts it already, and is told when nobody uses it any more.
    init(count: Int, ledger: MemoryLedger? = nil) {
        self.count = count
        self.ledger = ledger
        let bytes = max(1, count) * MemoryLayout<SIMD2<Double>>.stride
        let isLarge = bytes >= Self.largePage
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: bytes, alignment: isLarge ? Self.largePage : Self.line)
        #if os(Linux)
            // A refusal only costs speed.
            if isLarge { _ = unsafe madvise(memory, bytes, MADV_HUGEPAGE) }
        #endif
        unsafe pairs = memory.bindMemory(to: SIMD2<Double>.self, capacity: max(1, count))
        unsafe pairs.initialize(repeating: SIMD2(), count: max(1, count))
    }

    deinit {
        unsafe pairs.deallocate()
        ledger?.giveBack(bytes)
    }

    /// Sets the first `count` pairs to zero.
    func clear(_ count: Int) {
        precondition(count <= self.count, "the pairs exist")
        unsafe pairs.update(repeating: SIMD2(), count: count)
    }
}
