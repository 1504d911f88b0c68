import Synchronization
import Testing

@testable import ExplainServer

@Suite struct PoolExecutorTests {
    @Test func everyNumberRunsAtMostOnceAndZeroAlways() {
        let executor = PoolExecutor(pool: ComputePool(label: "test", width: 3, capacity: 0))
        for round in 0..<2_000 {
            let seen = Mutex<[Int]>([])
            executor.perform(width: 1 + round % 5) { index in seen.withLock { $0.append(index) } }
            let indices = seen.withLock { $0.sorted() }
            #expect(indices.first == 0)
            #expect(Set(indices).count == indices.count)
            #expect(indices.allSatisfy { $0 < 1 + round % 5 })
        }
    }

    @Test func aBusyPoolLeavesTheWorkToTheCaller() {
        let pool = ComputePool(label: "test", width: 1, capacity: 0)
        let held = Signal()
        #expect(pool.submit { held.require() })
        let seen = Mutex<[Int]>([])
        PoolExecutor(pool: pool).perform(width: 4) { index in seen.withLock { $0.append(index) } }
        held.send()
        #expect(seen.withLock { $0 } == [0])
    }
}
