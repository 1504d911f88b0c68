import Synchronization
import Testing

@testable import ExplainCore

@Suite struct ParallelLoopTests {
    @Test(arguments: [1, 2, 5, 64]) func everyPieceIsDoneOnce(parallelism: Int) throws {
        let counts = Mutex([Int](repeating: 0, count: 200))
        let done = try ParallelLoop.run(pieces: 200, context: ComputeContext(parallelism: parallelism)) { piece in
            counts.withLock { $0[piece] += 1 }
        }
        #expect(done == 200)
        #expect(counts.withLock { $0.allSatisfy { $0 == 1 } })
    }

    @Test func nothingToDo() throws {
        #expect(try ParallelLoop.run(pieces: 0, context: ComputeContext(parallelism: 4)) { _ in } == 0)
    }

    @Test(arguments: [1, 2, 8]) func theFirstOfSeveralFailuresIsReported(parallelism: Int) {
        for _ in 0..<20 {
            #expect(throws: ExplainError.unsuitableData("30")) {
                try ParallelLoop.run(pieces: 100, context: ComputeContext(parallelism: parallelism)) {
                    piece throws(ExplainError) in
                    if piece >= 30 { throw .unsuitableData("\(piece)") }
                }
            }
        }
    }

    @Test(arguments: [1, 4]) func theDeadlineLeavesAPrefix(parallelism: Int) throws {
        let cancellation = Cancellation()
        let seen = Mutex<Set<Int>>([])
        let context = ComputeContext(cancellation: cancellation, parallelism: parallelism)
        let done = try ParallelLoop.run(pieces: 1000, context: context) { piece in
            seen.withLock { _ = $0.insert(piece) }
            if piece == 40 { cancellation.expire() }
        }
        #expect(done > 40 && done < 1000)
        #expect(seen.withLock { $0 } == Set(0..<done))
    }

    /// As when a model elsewhere is asked while the deadline passes.
    @Test(arguments: [1, 4]) func aPieceThatTheDeadlineStopsEndsThePrefix(parallelism: Int) throws {
        let cancellation = Cancellation()
        let context = ComputeContext(cancellation: cancellation, parallelism: parallelism)
        let done = try ParallelLoop.run(pieces: 1000, context: context) { piece throws(ExplainError) in
            guard piece >= 40 else { return }
            cancellation.expire()
            throw .deadlineExceeded
        }
        #expect(done == 40)
        #expect(throws: ExplainError.deadlineExceeded) {
            try ParallelLoop.run(pieces: 10, context: ComputeContext()) { _ throws(ExplainError) in
                throw .deadlineExceeded
            }
        }
    }

    @Test func cancellationThrows() {
        let cancellation = Cancellation()
        #expect(throws: ExplainError.cancelled) {
            try ParallelLoop.run(pieces: 10, context: ComputeContext(cancellation: cancellation)) { _ in
                cancellation.cancel()
            }
        }
    }

    @Test func progressIsReportedInOrderAndNotTooOften() {
        let reports = Mutex<[Int]>([])
        let meter = ProgressMeter(total: 100_000) { progress in reports.withLock { $0.append(progress.done) } }
        for _ in 0..<100_000 { meter.advance(by: 1) }
        let done = reports.withLock { $0 }
        #expect(done == done.sorted())
        #expect(done.last == 100_000)
        #expect(done.count == 1000)
    }
}
