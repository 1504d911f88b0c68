/// The players of the attribution game: single features, or groups of features that join and leave together.
///
/// A one-hot group is one player with its own Shapley value; the sum of its columns' values is another number.
public struct Players: Sendable, Equatable {
    /// The players' names: feature or group names.
    public let names: [String]

    /// The columns of each player; together they are every column exactly once.
    public let columns: [[Int]]

    /// The number of players.
    public var count: Int { names.count }

    /// Creates players; `columns` must partition 0..<featureCount.
    public init(names: [String], columns: [[Int]]) {
        precondition(names.count == columns.count, "every player has a name")
        let all = columns.flatMap(\.self).sorted()
        precondition(all == Array(0..<all.count), "the players must partition the columns")
        self.names = names
        self.columns = columns
    }

    /// One player a column.
    public static func features(of schema: FeatureSchema) -> Players {
        Players(names: schema.names, columns: (0..<schema.count).map { [$0] })
    }

    /// One player a group, and one for each column without a group, in the order of first appearance.
    public static func groups(of schema: FeatureSchema) -> Players {
        var names: [String] = []
        var columns: [[Int]] = []
        var positions: [String: Int] = [:]
        for (index, feature) in schema.features.enumerated() {
            if let group = feature.group, let position = positions[group] {
                columns[position].append(index)
                continue
            }
            if let group = feature.group { positions[group] = names.count }
            names.append(feature.group ?? feature.name)
            columns.append([index])
        }
        return Players(names: names, columns: columns)
    }
}
