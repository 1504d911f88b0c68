import Testing

@testable import ExplainServer

@Suite struct WorkQueueTests {
    @Test func keepsOrderWhileItsFrontMoves() {
        var random = SeededGenerator(5)
        var queue = WorkQueue()
        let ran = Counter()
        var added = 0
        for _ in 0..<2_000 {
            if Bool.random(using: &random) {
                added += 1
                let number = added
                queue.append { #expect(ran.next() == number) }
            } else {
                queue.popFirst()?()
            }
        }
        while let work = queue.popFirst() { work() }
        #expect(ran.value == added)
        #expect(queue.popFirst() == nil)
    }
}
