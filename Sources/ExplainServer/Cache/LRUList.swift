/// A mapping that remembers the order of use: a dictionary into an array of linked slots.
///
/// - Complexity: O(1) an operation, but for ``removeAll(where:)``.
struct LRUList<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Slot: Sendable {
        var key: Key
        var value: Value?
        var newer: Int
        var older: Int
    }

    private static var none: Int { -1 }

    private var slots: [Slot] = []
    private var free: [Int] = []
    private var places: [Key: Int] = [:]
    private var newest = -1
    private var oldest = -1

    /// The number of entries.
    var count: Int { places.count }

    /// The value, which becomes the most recently used.
    mutating func use(_ key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        if place != newest {
            unlink(place)
            linkAsNewest(place)
        }
        return slots[place].value
    }

    /// Puts a value as the most recently used, and gives the one it replaces.
    mutating func insert(_ value: Value, for key: Key) -> Value? {
        if let place = places[key] {
            let replaced = slots[place].value
            slots[place].value = value
            unlink(place)
            linkAsNewest(place)
            return replaced
        }
        let slot = Slot(key: key, value: value, newer: Self.none, older: Self.none)
        let place = free.popLast() ?? slots.count
        if place == slots.count { slots.append(slot) } else { slots[place] = slot }
        places[key] = place
        linkAsNewest(place)
        return nil
    }

    /// Removes the least recently used entry.
    mutating func removeOldest() -> Value? {
        guard oldest != Self.none else { return nil }
        return remove(at: oldest)
    }

    /// Removes every entry that the predicate names, and gives their values.
    ///
    /// - Complexity: O(entries).
    mutating func removeAll(where predicate: (Value) -> Bool) -> [Value] {
        var removed: [Value] = []
        var place = newest
        while place != Self.none {
            let next = slots[place].older
            if let value = slots[place].value, predicate(value) {
                removed.append(value)
                _ = remove(at: place)
            }
            place = next
        }
        if places.isEmpty { self = LRUList() }
        return removed
    }

    private mutating func remove(at place: Int) -> Value? {
        unlink(place)
        places[slots[place].key] = nil
        let value = slots[place].value
        slots[place].value = nil
        free.append(place)
        return value
    }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (slots[place].newer, slots[place].older)
        if newer == Self.none { newest = older } else { slots[newer].older = older }
        if older == Self.none { oldest = newer } else { slots[older].newer = newer }
    }

    private mutating func linkAsNewest(_ place: Int) {
        slots[place].newer = Self.none
        slots[place].older = newest
        if newest == Self.none { oldest = place } else { slots[newest].newer = place }
        newest = place
    }
}
