import Synchronization

/// Makes identifiers: a prefix and a ULID, 26 characters of Crockford's base 32.
///
/// 48 bits of wall-clock milliseconds, then 80 random bits. Identifiers of one generator rise strictly, also within a
/// millisecond and when the clock steps back, so that sorting them sorts by time.
/// Source: https://github.com/ulid/spec
final class Identifiers: Sendable {
    private struct Last {
        var milliseconds: UInt64
        var high: UInt16
        var low: UInt64
    }

    private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let lastMillisecond: UInt64 = (1 << 48) - 1

    private let clock: any ServerClock
    private let random: @Sendable () -> UInt64
    private let last = Mutex<Last?>(nil)

    /// Creates a generator; `random` gives 64 random bits a call.
    init(
        clock: any ServerClock = SystemClock(),
        random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
    ) {
        self.clock = clock
        self.random = random
    }

    /// A new identifier, above all that this generator made before.
    func next(_ kind: IdentifierKind) -> String {
        let now = UInt64(clamping: clock.wallMilliseconds)
        let value = last.withLock { last in
            let next = following(last, at: min(now, Self.lastMillisecond))
            last = next
            return next
        }
        return kind.rawValue + Self.text(milliseconds: value.milliseconds, high: value.high, low: value.low)
    }

    /// Whether the text has the form of an identifier of this kind.
    static func isIdentifier(_ text: String, _ kind: IdentifierKind) -> Bool {
        guard text.hasPrefix(kind.rawValue) else { return false }
        let ulid = text.utf8.dropFirst(kind.rawValue.utf8.count)
        // 26 digits hold 130 bits: the first may not exceed 7.
        guard ulid.count == 26, let first = ulid.first, first <= UInt8(ascii: "7") else { return false }
        return ulid.allSatisfy(digits.contains)
    }

    private func following(_ last: Last?, at now: UInt64) -> Last {
        guard var next = last, now <= next.milliseconds else {
            // The top random bit stays clear, which leaves 2^79 increments within one millisecond.
            return Last(milliseconds: now, high: UInt16(truncatingIfNeeded: random()) >> 1, low: random())
        }
        next.low &+= 1
        if next.low == 0 { next.high &+= 1 }
        return next
    }

    private static func text(milliseconds: UInt64, high: UInt16, low: UInt64) -> String {
        var top = milliseconds << 16 | UInt64(high)
        var bottom = low
        var characters = [UInt8](repeating: 0, count: 26)
        for place in (0..<26).reversed() {
            characters[place] = digits[Int(bottom & 31)]
            bottom = bottom >> 5 | (top & 31) << 59
            top >>= 5
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
