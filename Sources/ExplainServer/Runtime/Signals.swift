import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns the process's signals into calls, on a queue of its own and never inside a signal handler.
///
/// SIGTERM and SIGINT drain the first time and end the process the second; SIGHUP reloads; SIGPIPE is ignored, so that
/// a client that went away is an error of the write and not the process's end.
final class Signals: Sendable {
    private static let watched = [SIGTERM, SIGINT, SIGHUP]

    private let queue = DispatchQueue(label: "explaind.signals")
    private let policy = Mutex(SignalPolicy())
    private let drain: @Sendable (Int32) -> Void
    private let reload: @Sendable () -> Void
    private let exit: @Sendable (Int32) -> Void
    private let sources: Mutex<[any DispatchSourceSignal]>

    /// Starts to watch.
    ///
    /// `drain` gets the signal's number, `exit` the status to end with; calls come one after another, so a callback
    /// that takes long delays the next.
    init(
        drain: @escaping @Sendable (Int32) -> Void, reload: @escaping @Sendable () -> Void,
        exit: @escaping @Sendable (Int32) -> Void = { _exit($0) }
    ) {
        self.drain = drain
        self.reload = reload
        self.exit = exit
        sources = Mutex([])
        Self.setDisposition(of: SIGPIPE, SIG_IGN)
        // A source listens only once the system knows of it; a signal before that would be lost.
        let registered = DispatchGroup()
        for signal in Self.watched { watch(signal, registered) }
        registered.wait()
    }

    /// Stops watching and gives the watched signals their default effect back.
    func stop() {
        sources.withLock { sources in
            for source in sources { source.cancel() }
            sources = []
        }
        for signal in Self.watched { Self.setDisposition(of: signal, SIG_DFL) }
    }

    private func watch(_ number: Int32, _ registered: DispatchGroup) {
        // A dispatch source only listens; the default effect would end the process before it hears anything.
        Self.setDisposition(of: number, SIG_IGN)
        registered.enter()
        sources.withLock { sources in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setRegistrationHandler { registered.leave() }
            source.setEventHandler { [weak self] in
                // Signals that came close together arrive as one event with their count; beyond two nothing changes.
                for _ in 0..<min(source.data, 2) { self?.received(number) }
            }
            source.resume()
            sources.append(source)
        }
    }

    private func received(_ number: Int32) {
        switch policy.withLock({ $0.received(number) }) {
        case .drain: drain(number)
        case .exit(let status): exit(status)
        case .reload: reload()
        case .ignore: break
        }
    }

    private static func setDisposition(of number: Int32, _ disposition: (@convention(c) (Int32) -> Void)?) {

        _ = signal(number, disposition)
    }
}
