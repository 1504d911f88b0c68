import Dispatch
import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct ExplanationCacheTests {
    private static let overhead = ExplanationCache<String>.overheadBytes

    private func key(_ number: Int) -> CacheKey {
        var hash = SHA256()
        hash.update(UInt64(number))
        return CacheKey(digest: hash.finalized())
    }

    @Test func evictsTheLeastRecentlyUsedWhenBytesRunOut() {
        let cache = ExplanationCache<String>(capacityBytes: 3 * (Self.overhead + 100))
        for number in 1...3 { cache.insert("v\(number)", for: key(number), model: "m", costBytes: 100) }
        #expect(cache.value(for: key(1)) == "v1")
        cache.insert("v4", for: key(4), model: "m", costBytes: 100)
        #expect(cache.value(for: key(2)) == nil)
        #expect(cache.value(for: key(3)) == "v3")
        #expect(cache.value(for: key(4)) == "v4")
        let bytes = 3 * (Self.overhead + 100)
        #expect(
            cache.counters
                == CacheCounters(
                    entries: 3, bytes: bytes, capacityBytes: bytes, hits: 3, misses: 1, evictions: 1, joined: 0))
    }

    @Test func aBigEntryMovesSeveralSmallOnesOut() {
        let cache = ExplanationCache<String>(capacityBytes: 4 * (Self.overhead + 10))
        for number in 1...4 { cache.insert("v\(number)", for: key(number), model: "m", costBytes: 10) }
        cache.insert("big", for: key(5), model: "m", costBytes: 2 * Self.overhead)
        #expect((1...5).map { cache.recheck(key($0)) } == [nil, nil, nil, "v4", "big"])
        #expect(cache.counters.evictions == 3)
    }

    @Test func doesNotKeepWhatCostsMoreThanTheWhole() {
        let cache = ExplanationCache<String>(capacityBytes: Self.overhead + 10)
        cache.insert("small", for: key(1), model: "m", costBytes: 10)
        cache.insert("big", for: key(2), model: "m", costBytes: 11)
        cache.insert("huge", for: key(3), model: "m", costBytes: .max)
        #expect(cache.value(for: key(1)) == "small")
        #expect(cache.value(for: key(2)) == nil)
        #expect(cache.counters.entries == 1)
        #expect(cache.counters.evictions == 0)
        let nothing = ExplanationCache<String>(capacityBytes: 0)
        nothing.insert("", for: key(1), model: "m", costBytes: 0)
        #expect(nothing.counters.entries == 0)
    }

    @Test func replacingAValueReplacesItsCost() {
        let cache = ExplanationCache<String>(capacityBytes: 10_000)
        cache.insert("a", for: key(1), model: "m", costBytes: 100)
        cache.insert("b", for: key(1), model: "m", costBytes: 30)
        #expect(cache.value(for: key(1)) == "b")
        #expect(cache.counters.bytes == Self.overhead + 30)
        #expect(cache.counters.entries == 1)
    }

    @Test func clearsOneModelOrAll() {
        let cache = ExplanationCache<String>(capacityBytes: 10_000)
        for number in 1...6 {
            cache.insert("v", for: key(number), model: number % 3 == 0 ? "credit" : "wine", costBytes: 10)
        }
        #expect(cache.clear(model: "credit") == 2)
        #expect(cache.clear(model: "unknown") == 0)
        #expect(cache.counters.bytes == 4 * (Self.overhead + 10))
        #expect(cache.clear() == 4)
        #expect(cache.counters.bytes == 0)
        #expect(cache.counters.entries == 0)
        #expect(cache.counters.evictions == 0)
    }

    @Test func aSecondLookCountsOnlyWhatItFinds() {
        let cache = ExplanationCache<String>(capacityBytes: 10_000)
        #expect(cache.recheck(key(1)) == nil)
        cache.insert("v", for: key(1), model: "m", costBytes: 1)
        #expect(cache.recheck(key(1)) == "v")
        cache.countJoined()
        #expect(cache.counters.hits == 1)
        #expect(cache.counters.misses == 0)
        #expect(cache.counters.joined == 1)
    }

    @Test func staysWithinItsCapacityUnderConcurrentUse() {
        let capacity = 20 * (Self.overhead + 50)
        let cache = ExplanationCache<String>(capacityBytes: capacity)
        DispatchQueue.concurrentPerform(iterations: 8) { worker in
            for step in 0..<500 {
                let number = (worker * 37 + step * 11) % 64
                if cache.value(for: key(number)) == nil {
                    cache.insert("v\(number)", for: key(number), model: "m", costBytes: 50)
                }
            }
        }
        let counters = cache.counters
        #expect(counters.hits + counters.misses == 4_000)
        #expect(counters.bytes == counters.entries * (Self.overhead + 50))
        #expect(counters.bytes <= capacity)
        for number in 0..<64 {
            let value = cache.recheck(key(number))
            #expect(value == nil || value == "v\(number)")
        }
    }
}
