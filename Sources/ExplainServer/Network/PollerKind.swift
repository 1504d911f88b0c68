/// Which poller an event loop uses.
enum PollerKind: Sendable, CaseIterable {
    /// The best of the system: epoll on Linux, kqueue on Darwin.
    case system
    /// poll(2), which every system has; its cost grows with the number of idle connections.
    case portable

    /// Creates the poller.
    func make() throws(NetworkError) -> any Poller {
        switch self {
        case .portable: return PortablePoller()
        case .system:
            #if os(Linux)
                return try EpollPoller()
            #else
                return try KqueuePoller()
            #endif
        }
    }
}
