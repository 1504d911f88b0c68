import Testing

@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One suite over every poller.
@Suite struct PollerTests {
    /// Two connected sockets.
    private struct Pair: ~Copyable {
        let left: Descriptor
        let right: Descriptor

        init() throws {
            var ends: [Int32] = [-1, -1]
            #if os(Linux)
                let kind = Int32(SOCK_STREAM.rawValue)
            #else
                let kind = SOCK_STREAM
            #endif
            // SAFETY: the call writes the two elements of the array.
            try #require(unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0)
            left = Descriptor(owning: ends[0])
            right = Descriptor(owning: ends[1])
        }

        func sendFromRight() {
            var byte: UInt8 = 1
            // SAFETY: the call reads the one byte.
            _ = unsafe write(right.number, &byte, 1)
        }
    }

    private func events(_ poller: any Poller, timeoutMilliseconds: Int32 = 5000) -> [ReadyEvent] {
        var events = [ReadyEvent(descriptor: -1, isReadable: true, isWritable: true, isHungUp: true)]
        poller.wait(timeoutMilliseconds: timeoutMilliseconds, into: &events)
        return events
    }

    @Test(arguments: PollerKind.allCases)
    func reportsWhatIsWatchedFor(_ kind: PollerKind) throws {
        let poller = try kind.make()
        let pair = try Pair()
        let number = pair.left.number
        #expect(poller.add(number, .readable))
        #expect(events(poller, timeoutMilliseconds: 0).isEmpty)
        pair.sendFromRight()
        let readable = ReadyEvent(descriptor: number, isReadable: true, isWritable: false, isHungUp: false)
        // Level-triggered: what was not read is reported again.
        for _ in 0..<2 { #expect(events(poller) == [readable]) }
        poller.modify(number, .writable)
        #expect(
            events(poller) == [ReadyEvent(descriptor: number, isReadable: false, isWritable: true, isHungUp: false)])
        poller.modify(number, [])
        #expect(events(poller, timeoutMilliseconds: 0).isEmpty)
        poller.remove(number)
        #expect(events(poller, timeoutMilliseconds: 0).isEmpty)
    }

    @Test(arguments: PollerKind.allCases)
    func watchesManyAndForgetsAny(_ kind: PollerKind) throws {
        let poller = try kind.make()
        let first = try Pair()
        let second = try Pair()
        let third = try Pair()
        for number in [first.left.number, second.left.number, third.left.number] {
            #expect(poller.add(number, .readable))
        }
        poller.remove(first.left.number)
        first.sendFromRight()
        third.sendFromRight()
        #expect(events(poller).map(\.descriptor) == [third.left.number])
        second.sendFromRight()
        #expect(Set(events(poller).map(\.descriptor)) == [second.left.number, third.left.number])
    }

    #if os(Linux)
        @Test(arguments: PollerKind.allCases)
        func hangUpIsReportedUnasked(_ kind: PollerKind) throws {
            let poller = try kind.make()
            let pair = try Pair()
            #expect(poller.add(pair.left.number, []))
            _ = shutdown(pair.right.number, Int32(SHUT_RDWR))
            #expect(events(poller).map(\.isHungUp) == [true])
        }
    #endif

    @Test(arguments: PollerKind.allCases)
    func wakeupWakesAndIsCleared(_ kind: PollerKind) throws {
        let poller = try kind.make()
        let wakeup = try Wakeup()
        #expect(poller.add(wakeup.descriptor, .readable))
        wakeup.signal()
        wakeup.signal()
        #expect(events(poller).map(\.descriptor) == [wakeup.descriptor])
        wakeup.clear()
        #expect(events(poller, timeoutMilliseconds: 0).isEmpty)
    }
}
