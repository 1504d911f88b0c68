extension ComputationCost {
    /// Owen values from the table of the coalitions that they look at.
    static func owenEnumeration(_ structure: CoalitionStructure, outputs: Int) -> ComputationCost {
        let values = structure.coalitionCount * Double(outputs)
        let largest = structure.unions.reduce(1) { max($0, $1.count) }
        return ComputationCost(
            operations: values * Double(structure.unions.count + largest), bytes: bytesPerNumber * values)
    }

    /// Interaction matrices: as indices, as they are handed on, and as an answer's text, some 22 bytes a number.
    static func interactionBytes(players: Int, outputs: Int) -> Double {
        6 * bytesPerNumber * Double(players) * Double(players) * Double(outputs)
    }
}
