import ExplainCore

/// Keeps what a running job has done in the queue's store, until the job is final.
///
/// A store that fails makes the job neither slower nor wrong: it begins anew after the next interruption.
struct JobKeeper: WorkKeeper {
    /// The largest part that is written at once.
    private static let numbersPerPart = 1 << 16

    let queue: JobQueue
    let id: String

    let pause = Duration.seconds(2)

    func kept(_ name: String) -> [Double] {
        let parts = try? queue.stored { () throws(StorageError) in try queue.store.parts(under: name, of: id) }
        var numbers: [Double] = []
        for part in parts ?? [] {
            guard part.position == numbers.count else { break }
            numbers.append(contentsOf: Self.numbers(part.body))
        }
        return numbers
    }

    func keep(_ numbers: [Double], under name: String, at position: Int) -> Bool {
        for start in stride(from: 0, to: numbers.count, by: Self.numbersPerPart) {
            let body = Self.bytes(numbers[start..<min(start + Self.numbersPerPart, numbers.count)])
            let part = JobPart(position: position + start, body: body)
            do throws(JobQueueError) {
                try queue.stored { () throws(StorageError) in try queue.store.keep(part, under: name, of: id) }
            } catch {
                return false
            }
        }
        return true
    }

    func drop(_ name: String) {
        _ = try? queue.stored { () throws(StorageError) in try queue.store.dropParts(under: name, of: id) }
    }

    private static func bytes(_ numbers: ArraySlice<Double>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(numbers.count * 8)
        for number in numbers {
            let bits = number.bitPattern
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
            }
        }
        return bytes
    }

    private static func numbers(_ bytes: [UInt8]) -> [Double] {
        stride(from: 0, to: bytes.count / 8 * 8, by: 8).map { start in
            var bits: UInt64 = 0
            for offset in 0..<8 { bits |= UInt64(bytes[start + offset]) << UInt64(8 * offset) }
            return Double(bitPattern: bits)
        }
    }
}
