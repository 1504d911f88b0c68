import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct CacheKeyTests {
    @Test func equalsWhereAllBytesAreEqual() {
        let digest = (0..<32).map { UInt8($0) }
        #expect(CacheKey(digest: digest) == CacheKey(digest: digest))
        for index in digest.indices {
            var other = digest
            other[index] ^= 0x80
            #expect(CacheKey(digest: other) != CacheKey(digest: digest), "byte \(index)")
        }
    }
}
