/// The coalitions that Owen values look at, numbered from 0: all of whole unions in the order of their bits, then for each
/// union its proper parts beside whole others.
struct UnionCoalitions: Sendable {
    /// The number of coalitions.
    let count: Int
    private let unions: [[Int]]
    /// The number of the first coalition with a proper part of each union.
    private let firsts: [Int]

    /// Numbers the coalitions of a structure that has at most 2^62 of them.
    init(_ structure: CoalitionStructure) {
        precondition(structure.coalitionCount <= 0x1p62, "the coalitions can be numbered")
        unions = structure.unions
        var next = 1 << unions.count
        var firsts: [Int] = []
        for members in unions {
            firsts.append(next)
            next += Self.parts(of: members) << (unions.count - 1)
        }
        self.firsts = firsts
        count = next
    }

    /// The coalition of all players.
    var everyone: Int { (1 << unions.count) - 1 }

    /// The number of the coalition of some unions besides `union`, and of some of its members.
    ///
    /// `others` has a bit for each union but this one, in their order, and `part` one for each of its members.
    func number(union: Int, part: Int, others: Int) -> Int {
        let parts = Self.parts(of: unions[union])
        guard part > 0, part <= parts else { return Self.widened(others, at: union) | (part > 0 ? 1 << union : 0) }
        return firsts[union] + others * parts + part - 1
    }

    /// The members of coalition `number`.
    func coalition(_ number: Int) -> Coalition {
        var coalition = Coalition()
        guard number > everyone else {
            insert(number, into: &coalition)
            return coalition
        }
        // The last union whose parts begin at or before the number; one without proper parts begins where the next does.
        let union = firsts.lastIndex { $0 <= number } ?? 0
        let (others, part) = (number - firsts[union]).quotientAndRemainder(
            dividingBy: max(1, Self.parts(of: unions[union])))
        insert(Self.widened(others, at: union), into: &coalition)
        for (bit, member) in unions[union].enumerated() where (part + 1) >> bit & 1 == 1 { coalition.insert(member) }
        return coalition
    }

    private func insert(_ whole: Int, into coalition: inout Coalition) {
        for (bit, members) in unions.enumerated() where whole >> bit & 1 == 1 {
            for member in members { coalition.insert(member) }
        }
    }

    /// `bits` with a zero put in at `position`.
    private static func widened(_ bits: Int, at position: Int) -> Int {
        let low = bits & ((1 << position) - 1)
        return (bits - low) << 1 | low
    }

    /// How many subsets of `members` are neither empty nor all.
    private static func parts(of members: [Int]) -> Int { (1 << members.count) - 2 }
}
