/// The rows that have the same values of one player, so that switching with one of them is switching with all.
struct SwitchGroups: Sendable {
    /// One row of each group, in the order of first appearance.
    let representatives: [Int]
    /// The group of each row.
    let groups: [Int]

    /// Groups `rows` by the bits of `columns`; all NaN are one.
    ///
    /// - Complexity: O(rows * columns).
    init(_ rows: Matrix, columns: [Int]) {
        var representatives: [Int] = []
        var groups: [Int] = []
        var known: [[UInt64]: Int] = [:]
        for row in 0..<rows.rows {
            let bits = columns.map { column in
                let value = rows[row, column]
                return (value.isNaN ? Double.nan : value).bitPattern
            }
            if let group = known[bits] {
                groups.append(group)
                continue
            }
            known[bits] = representatives.count
            groups.append(representatives.count)
            representatives.append(row)
        }
        self.representatives = representatives
        self.groups = groups
    }

    /// The rows whose values stand for all others, for switches of a row of `group`: its own group needs none.
    func sources(without group: Int) -> [Int] {
        representatives.indices.filter { $0 != group }.map { representatives[$0] }
    }
}
