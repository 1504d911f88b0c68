/// A partition of the players into unions, which Owen values need: members of a union join one after another.
public struct CoalitionStructure: Sendable, Equatable {
    /// The players of each union; together they are every player exactly once.
    public let unions: [[Int]]

    /// The union of each player.
    let owners: [Int]

    /// Creates a structure; `unions` must partition 0..<players, and none is empty.
    public init(unions: [[Int]]) {
        let all = unions.flatMap(\.self).sorted()
        precondition(all == Array(0..<all.count), "the unions must partition the players")
        precondition(unions.allSatisfy { !$0.isEmpty }, "a union has members")
        self.unions = unions
        var owners = [Int](repeating: 0, count: all.count)
        for (union, members) in unions.enumerated() {
            for member in members { owners[member] = union }
        }
        self.owners = owners
    }

    /// The groups of `schema` as unions of its columns, and one for each column without a group; nil without groups.
    public init?(groupsOf schema: FeatureSchema) {
        guard schema.features.contains(where: { $0.group != nil }) else { return nil }
        self.init(unions: Players.groups(of: schema).columns)
    }

    /// The number of players.
    public var playerCount: Int { owners.count }

    /// The number of coalitions that Owen values look at: whole unions and parts of one.
    ///
    /// 2^m of whole unions, and with each proper part of a union 2^(m - 1) of the others; infinity beyond a double.
    var coalitionCount: Double {
        let parts = unions.reduce(0) { $0 + max(0, Self.power($1.count) - 2) }
        // Where there are no proper parts, the power may be infinite.
        return Self.power(unions.count) + (parts > 0 ? Self.power(unions.count - 1) * parts : 0)
    }

    private static func power(_ exponent: Int) -> Double {
        exponent < 1024 ? Double(sign: .plus, exponent: exponent, significand: 1) : .infinity
    }
}
