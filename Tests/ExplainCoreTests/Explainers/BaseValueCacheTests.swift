import Testing

@testable import ExplainCore

@Suite struct BaseValueCacheTests {
    private func key(_ background: String, _ outputs: Int) -> BaseValueCache.Key {
        BaseValueCache.Key(background: background, space: .margin, outputs: [Int](0..<outputs))
    }

    /// What is too much together is forgotten, so that no number of backgrounds fills the memory.
    @Test func isBounded() {
        let cache = BaseValueCache()
        let (first, second, third) = (key("a", 150_000), key("b", 150_000), key("c", 1))
        for key in [first, second, third] {
            cache.keep([Double](repeating: 1, count: key.outputs.count), for: key)
            #expect(cache.values(for: key)?.count == key.outputs.count)
        }
        #expect(cache.values(for: first) == nil)
        #expect(cache.values(for: second) != nil)
    }
}
