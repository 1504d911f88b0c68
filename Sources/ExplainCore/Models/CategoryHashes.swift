/// The categories of a column that a model knows by their hashes only (CatBoost's one-hot splits).
///
/// A category has a place among the hashes that the model asks for, from 0 in ascending order. A value stands for the name
/// with that index where names are known, and else for a whole number, whose decimal digits are hashed.
struct CategoryHashes: Sendable, Equatable {
    /// The hashes that the model asks for, ascending.
    let hashes: [Int32]
    /// The code of each named category; nil: values are whole numbers.
    private var codes: [Float]?

    /// Starts without names.
    init(_ hashes: Set<Int32>) { self.hashes = hashes.sorted() }

    /// Gives the categories names, in the order of their indexes.
    mutating func setNames(_ names: [String]) { codes = names.map { code(of: $0) } }

    /// The place of a category; -1 for one that the model does not ask for, NaN for a missing one.
    func code(_ value: Double) -> Float {
        if value.isNaN { return .nan }
        guard let number = Int(exactly: value) else { return -1 }
        guard let codes else { return code(of: String(number)) }
        return codes.indices.contains(number) ? codes[number] : -1
    }

    /// The place of a hash that the model asks for.
    func place(_ hash: Int32) -> Int? {
        var (low, high) = (0, hashes.count)
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low < hashes.count && hashes[low] == hash ? low : nil
    }

    private func code(of name: String) -> Float {
        place(Int32(truncatingIfNeeded: CityHash.hash(name))).map { Float($0) } ?? -1
    }
}
