import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct LRUListTests {
    @Test func removesTheLeastRecentlyUsedFirst() {
        var list = LRUList<Int, String>()
        for key in 1...4 { #expect(list.insert("v\(key)", for: key) == nil) }
        #expect(list.use(1) == "v1")
        #expect(list.insert("w2", for: 2) == "v2")
        #expect(list.use(9) == nil)
        #expect((0..<5).map { _ in list.removeOldest() } == ["v3", "v4", "v1", "w2", nil])
        #expect(list.count == 0)
    }

    /// Random operations against an array that keeps the order in the plainest way.
    @Test(arguments: [1, 2, 3, 4]) func agreesWithAPlainModel(_ seed: UInt64) {
        var random = SeededGenerator(seed)
        var list = LRUList<Int, Int>()
        var model: [(key: Int, value: Int)] = []
        for step in 0..<4_000 {
            let key = Int.random(in: 0..<24, using: &random)
            let place = model.firstIndex { $0.key == key }
            switch Int.random(in: 0..<10, using: &random) {
            case 0...4:
                let replaced = place.map { model.remove(at: $0).value }
                model.append((key, step))
                #expect(list.insert(step, for: key) == replaced)
            case 5...7:
                let used = place.map { model.remove(at: $0) }
                if let used { model.append(used) }
                #expect(list.use(key) == used?.value)
            case 8:
                #expect(list.removeOldest() == (model.isEmpty ? nil : model.removeFirst().value))
            default:
                let removed = list.removeAll { $0 % 7 == step % 7 }
                #expect(removed == model.map(\.value).reversed().filter { $0 % 7 == step % 7 })
                model.removeAll { $0.value % 7 == step % 7 }
            }
            #expect(list.count == model.count)
        }
    }
}
