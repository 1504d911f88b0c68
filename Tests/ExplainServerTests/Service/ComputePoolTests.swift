import Dispatch
import Synchronization
import Testing

@testable import ExplainServer

@Suite struct ComputePoolTests {
    @Test func refusesWhatItsQueueCannotHold() {
        let pool = ComputePool(width: 2, capacity: 3, niceness: 0)
        let started = Signal()
        let release = Signal()
        for _ in 0..<2 {
            #expect(
                pool.submit {
                    started.send()
                    release.require()
                })
        }
        #expect(started.wait(times: 2))
        let taken = (0..<5).map { _ in pool.submit { started.send() } }
        #expect(taken == [true, true, true, false, false])
        #expect(
            pool.counters
                == ComputePoolCounters(width: 2, capacity: 3, busy: 2, queued: 3, rejected: 2, completed: 0))
        release.send()
        release.send()
        #expect(started.wait(times: 3))
        #expect(pool.drain(timeoutMilliseconds: 20_000))
        #expect(
            pool.counters
                == ComputePoolCounters(width: 2, capacity: 3, busy: 0, queued: 0, rejected: 2, completed: 5))
    }

    @Test func withoutAQueueItTakesAsMuchAsItHasThreads() {
        let pool = ComputePool(width: 1, capacity: 0, niceness: 0)
        let release = Signal()
        #expect(pool.submit { release.require() })
        #expect(!pool.submit {})
        release.send()
        #expect(pool.drain(timeoutMilliseconds: 20_000))
    }

    @Test func oneThreadWorksInTheOrderOfArrival() {
        let pool = ComputePool(width: 1, capacity: 1_000, niceness: 0)
        let order = Mutex<[Int]>([])
        for number in 0..<500 { #expect(pool.submit { order.withLock { $0.append(number) } }) }
        #expect(pool.drain(timeoutMilliseconds: 20_000))
        #expect(order.withLock { $0 } == Array(0..<500))
    }

    @Test func takesNothingWhileDraining() {
        let pool = ComputePool(width: 1, capacity: 10, niceness: 0)
        let release = Signal()
        let done = Counter()
        #expect(pool.submit { release.require() })
        #expect(pool.submit { done.next() })
        #expect(!pool.drain(timeoutMilliseconds: 0))
        #expect(!pool.submit { done.next() })
        release.send()
        #expect(pool.drain(timeoutMilliseconds: 20_000))
        #expect(done.value == 1)
        #expect(pool.counters.rejected == 1)
    }

    @Test func finishesWhatItTookAfterItsLastOwnerLeft() {
        let done = Signal()
        var pool: ComputePool? = ComputePool(width: 2, capacity: 100, niceness: 0)
        for _ in 0..<50 { #expect(pool?.submit { done.send() } == true) }
        pool = nil
        #expect(done.wait(times: 50))
    }

    @Test func countsUnderConcurrentSubmission() {
        let pool = ComputePool(width: 3, capacity: 8, niceness: 0)
        let ran = Counter()
        let taken = Counter()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<500 where pool.submit({ ran.next() }) { taken.next() }
        }
        #expect(pool.drain(timeoutMilliseconds: 20_000))
        let counters = pool.counters
        #expect(ran.value == taken.value)
        #expect(counters.completed == taken.value)
        #expect(counters.rejected == 4_000 - taken.value)
        #expect(counters.busy == 0)
        #expect(counters.queued == 0)
    }
}
