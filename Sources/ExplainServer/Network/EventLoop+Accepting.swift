import Synchronization

extension EventLoop {
    /// The most connections accepted in one turn, so that the others are served meanwhile.
    private static let acceptsPerTurn = 64

    /// Accepts who waits, within the limits.
    func acceptAll() {
        acceptResumesAt = nil
        var turn = 0
        accepting: while turn < Self.acceptsPerTurn, clientCount < limits.connectionCount {
            turn += 1
            switch listener?.accept() ?? .none {
            case .connection(let descriptor): welcome(descriptor)
            case .vanished: continue
            case .none: break accepting
            case .exhausted:
                pauseAccepting()
                break accepting
            }
        }
        updateAccepting()
    }

    /// Watches the listener, or leaves it alone while there is no room.
    func updateAccepting() {
        guard let descriptor = listener?.descriptor else { return }
        let wantsMore = clientCount < limits.connectionCount && acceptResumesAt == nil
        guard wantsMore != isAccepting else { return }
        isAccepting = wantsMore
        poller.modify(descriptor, wantsMore ? .readable : [])
    }

    private func pauseAccepting() {
        listener?.turnAwayOne()
        statistics.acceptPauses.add(1, ordering: .relaxed)
        acceptResumesAt = now + Int64(limits.acceptPauseMilliseconds)
    }

    private func welcome(_ descriptor: Int32) {
        let client = ClientSocket(owning: descriptor, limits: limits, now: now)
        guard poller.add(descriptor, client.interest) else { return }
        let index = Int(descriptor)
        if index >= clients.count {
            clients.append(contentsOf: repeatElement(nil, count: index + 1 - clients.count))
        }
        clients[index] = client
        clientCount += 1
        statistics.connections.store(clientCount, ordering: .relaxed)
        statistics.accepted.add(1, ordering: .relaxed)
    }

    /// Forgets and closes a connection.
    func drop(_ client: ClientSocket) {
        client.presence?.leave()
        poller.remove(client.descriptor)
        clients[Int(client.descriptor)] = nil
        clientCount -= 1
        statistics.connections.store(clientCount, ordering: .relaxed)
        updateAccepting()
    }
}
