import Synchronization

/// Counts the bytes of memory that is in use, until the last who uses it lets go.
final class MemoryLedger: Sendable {
    private let taken = Atomic(0)

    /// The bytes in use.
    var bytes: Int { taken.load(ordering: .acquiring) }

    /// Counts memory that is taken.
    func take(_ bytes: Int) { taken.add(bytes, ordering: .acquiringAndReleasing) }

    /// Counts memory that is given back.
    func giveBack(_ bytes: Int) { taken.subtract(bytes, ordering: .acquiringAndReleasing) }
}
