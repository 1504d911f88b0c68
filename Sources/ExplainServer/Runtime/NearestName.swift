/// Finds the name that somebody probably meant.
enum NearestName {
    /// The name with the smallest edit distance to `word`; nil when none is near.
    ///
    /// Near is a distance of at most a third of the word's length, rounded up.
    static func nearest(to word: String, among names: some Sequence<String>) -> String? {
        let word = Array(word.utf8.prefix(64))
        let limit = (word.count + 2) / 3
        var best: (name: String, distance: Int)?
        for name in names {
            let distance = editDistance(word, Array(name.utf8.prefix(64)))
            if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
        }
        return best?.name
    }

    /// The number of single-byte insertions, deletions and substitutions between two words (Levenshtein 1966).
    ///
    /// - Complexity: O(m n).
    private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let substituted = previous[column] + (byte == other ? 0 : 1)
                current.append(min(substituted, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
