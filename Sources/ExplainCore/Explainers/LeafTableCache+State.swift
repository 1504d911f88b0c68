extension LeafTableCache {
    /// A background and a set of players.
    struct Key: Hashable, Sendable {
        let background: String
        let columns: [[Int]]
    }

    /// What explanations of one background and set of players work with.
    struct Entry: Sendable {
        /// The trees.
        let forest: PatternForest
        /// The background.
        let background: PatternBackground
        /// The tables; nil: trees are walked.
        let tables: PatternTables?
    }

    /// What the cache holds.
    struct State {
        /// The most keys whose explanations without tables are counted, and sets of players whose layout is kept.
        private static let mostKeys = 64

        var entries: [Key: Entry] = [:]
        /// The keys, the one used last at the end.
        private var uses: [Key] = []
        /// Explanations without tables.
        private var misses: [Key: Int] = [:]
        /// The layout for each set of players.
        private var forests: [[[Int]]: PatternForest] = [:]
        /// The tables being built.
        private var building: Set<Key> = []
        /// The memory that they may still take.
        var reserved = 0
        var demand: LeafTableCache.Demand?

        /// What is kept beside the tables' numbers.
        var bytes: Int {
            forests.values.reduce(0) { $0 + $1.bytes } + entries.values.reduce(0) { $0 + $1.background.bytes }
        }

        mutating func find(_ key: Key) -> Entry? {
            guard let found = entries[key] else { return nil }
            if uses.last != key {
                uses.removeAll { $0 == key }
                uses.append(key)
            }
            return found
        }

        /// Counts an explanation without tables, and returns whom to tell when there have been enough to be worth some.
        mutating func miss(_ key: Key) -> LeafTableCache.Demand? {
            guard let demand else { return nil }
            if misses.count >= Self.mostKeys { misses = [:] }
            let count = misses[key, default: 0] + 1
            misses[key] = count % LeafTableCache.rowsWorthTables
            return count == LeafTableCache.rowsWorthTables ? demand : nil
        }

        func forest(_ columns: [[Int]]) -> PatternForest? { forests[columns] }

        /// Keeps a layout if there is room; `taken` is what tables take.
        mutating func keep(_ forest: PatternForest, _ columns: [[Int]], taken: Int, limit: Int) {
            guard forests.count < Self.mostKeys, forest.bytes <= limit - taken - reserved - bytes else { return }
            forests[columns] = forest
        }

        /// Reserves memory for tables under `key`: what they need, or what there is.
        ///
        /// - Returns: nil when tables are there or being built, or when others that went are still in use.
        mutating func reserve(
            _ key: Key, _ needed: Int, makesRoom: Bool, _ ledger: MemoryLedger, limit: Int
        ) -> Int? {
            guard entries[key] == nil, !building.contains(key), forests[key.columns] != nil else { return nil }
            var free: Int { limit - ledger.bytes - reserved - bytes }
            if makesRoom {
                while free < needed, let oldest = uses.first {
                    uses.removeFirst()
                    entries[oldest] = nil
                }
                if free < needed, ledger.bytes > 0 { return nil }
            }
            let share = min(needed, free)
            guard share > 0 else { return nil }
            building.insert(key)
            reserved += share
            return share
        }

        /// Ends a build, with `entry` unless it failed; `rest` is what it has not taken of its reservation.
        mutating func end(_ key: Key, _ entry: Entry?, rest: Int) {
            building.remove(key)
            reserved -= rest
            guard let entry else { return }
            entries[key] = entry
            uses.append(key)
            misses[key] = nil
        }
    }
}
