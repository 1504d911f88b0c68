import Dispatch
import Synchronization
import Testing

@testable import ExplainServer

@Suite struct SingleFlightTests {
    private struct Refused: Error, Equatable {
        var reason: String
    }

    private typealias Flight = SingleFlight<String, Int, Refused>

    @Test func fiftyEqualCallsAtOnceCostOneComputation() {
        let flight = Flight()
        let computations = Counter()
        let told = Counter()
        let finish = Mutex<Flight.Completion?>(nil)
        DispatchQueue.concurrentPerform(iterations: 50) { _ in
            flight.run("row") { outcome in
                if outcome == .success(42) { told.next() }
            } compute: { end in
                computations.next()
                finish.withLock { $0 = end }
            }
        }
        #expect(computations.value == 1)
        #expect(flight.joined == 49)
        #expect(flight.inFlight == 1)
        #expect(told.value == 0)
        finish.withLock { $0 }?(.success(42))
        #expect(told.value == 50)
        #expect(flight.inFlight == 0)
    }

    @Test func keysAreApart() {
        let flight = Flight()
        let outcomes = Mutex<[Int]>([])
        for number in 0..<5 {
            let isFirst = flight.run("row \(number)") { outcome in
                if case .success(let value) = outcome { outcomes.withLock { $0.append(value) } }
            } compute: { end in
                end(.success(number))
            }
            #expect(isFirst)
        }
        #expect(outcomes.withLock { $0 } == [0, 1, 2, 3, 4])
        #expect(flight.joined == 0)
    }

    @Test func failuresReachAllAndAreNotKept() {
        let flight = Flight()
        let failures = Counter()
        let finish = Mutex<Flight.Completion?>(nil)
        let count: Flight.Completion = { outcome in
            if outcome == .failure(Refused(reason: "full")) { failures.next() }
        }
        #expect(flight.run("row", completion: count) { end in finish.withLock { $0 = end } })
        #expect(!flight.run("row", completion: count) { _ in Issue.record("a joined caller computes nothing") })
        finish.withLock { $0 }?(.failure(Refused(reason: "full")))
        #expect(failures.value == 2)
        let again = Counter()
        let isFirst = flight.run("row") { _ in
            again.next()
        } compute: { end in
            end(.success(1))
        }
        #expect(isFirst)
        #expect(again.value == 1)
    }

    /// Calls that overlap in every way: each is told once, and what it is told was computed.
    @Test func everyCallerIsToldOnce() {
        let flight = Flight()
        let computations = Counter()
        let told = Counter()
        let pool = ComputePool(width: 2, capacity: 10_000, niceness: 0)
        DispatchQueue.concurrentPerform(iterations: 2_000) { index in
            flight.run("row \(index % 3)") { _ in
                told.next()
            } compute: { end in
                computations.next()
                #expect(pool.submit { end(.success(index)) })
            }
        }
        #expect(pool.drain(timeoutMilliseconds: 20_000))
        #expect(told.value == 2_000)
        #expect(computations.value + flight.joined == 2_000)
        #expect(flight.inFlight == 0)
    }
}
