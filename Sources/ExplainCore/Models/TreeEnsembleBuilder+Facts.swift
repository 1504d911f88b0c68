extension TreeEnsembleBuilder {
    /// What the registration report says about an ensemble.
    func facts(margins: Int) -> [ModelStructure.Fact] {
        [
            ModelStructure.Fact(name: "features", value: featureCount),
            ModelStructure.Fact(name: "margins", value: margins),
            ModelStructure.Fact(name: "trees", value: trees.count),
            ModelStructure.Fact(name: "nodes", value: nodes.count),
            ModelStructure.Fact(name: "maximum depth", value: maximumDepth),
            ModelStructure.Fact(name: "categorical splits", value: categories.count),
            ModelStructure.Fact(name: "values per leaf", value: leafWidth),
            ModelStructure.Fact(name: "has covers", value: nodes.cover.isEmpty ? 0 : 1),
        ]
    }
}
