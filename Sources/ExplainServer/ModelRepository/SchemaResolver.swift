import ExplainCore

/// Works out the input columns from the settings, the model file and the background's header, in this order.
struct SchemaResolver {
    /// What the settings say.
    let settings: [ModelSettings.FeatureSettings]?
    /// What the model file says.
    let file: LoadedModelFile
    /// The names at the top of the default background.
    let header: [String]?

    /// The schema.
    ///
    /// - Throws: ``ModelLoadError/settings(_:)`` when the sources contradict each other.
    func schema() throws(ModelLoadError) -> FeatureSchema {
        let columns = file.model.featureCount
        let names = settings?.map(\.name) ?? file.featureNames ?? header ?? (0..<columns).map { "f\($0)" }
        guard names.count == columns else { throw .settings(.featureCount(names.count, model: columns)) }
        try checkOrder(names)
        var features: [Feature] = []
        for (index, name) in names.enumerated() { features.append(try feature(name, at: index)) }
        try checkGroups(features)
        do { return try FeatureSchema(features) } catch {
            switch error {
            case .duplicateFeature(let name): throw .settings(.duplicateFeature(name))
            }
        }
    }

    private func feature(_ name: String, at index: Int) throws(ModelLoadError) -> Feature {
        let kinds = file.featureKinds
        let fileKind = kinds.flatMap { index < $0.count ? $0[index] : nil }
        guard let settings else {
            return Feature(name: name, kind: fileKind ?? .float, isNullable: file.acceptsMissing(at: index))
        }
        let given = settings[index]
        // The settings' order becomes the codes, so another order than the file's would mean other categories.
        if case .category(let names) = given.kind, case .category(let fileNames) = fileKind,
            names != fileNames, !(file.takesUnknownCategories && names.starts(with: fileNames))
        {
            throw .settings(.categoriesDiffer(feature: name))
        }
        let isNullable = given.isNullable ?? false
        if isNullable, !file.acceptsMissing(at: index) { throw .settings(.missingNotSupported(feature: name)) }
        return Feature(name: name, kind: given.kind ?? fileKind ?? .float, isNullable: isNullable, group: given.group)
    }

    /// A name of the model file that stands elsewhere in the settings is a mix-up; other names are renamings.
    private func checkOrder(_ names: [String]) throws(ModelLoadError) {
        guard settings != nil, let fileNames = file.featureNames else { return }
        for (index, name) in names.enumerated() {
            guard let position = fileNames.firstIndex(of: name), position != index else { continue }
            throw .settings(.featureOrder(name: name, position: index, inModel: position))
        }
    }

    /// Groups are players beside single features, so no name may mean both.
    private func checkGroups(_ features: [Feature]) throws(ModelLoadError) {
        let groups = Set(features.compactMap(\.group))
        for feature in features where feature.group == nil && groups.contains(feature.name) {
            throw .settings(.groupNamedLikeFeature(feature.name))
        }
    }
}
