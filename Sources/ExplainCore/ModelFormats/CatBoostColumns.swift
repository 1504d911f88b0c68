/// What a CatBoost file says about the input columns, checked.
struct CatBoostColumns {
    /// A numerical column.
    struct FloatColumn {
        let column: Int
        /// Whether missing values go to the left, as the smallest of all.
        let isMissingLeft: Bool
    }

    let count: Int
    /// The numerical columns by the number that splits give them.
    private(set) var floats: [Int: FloatColumn] = [:]
    /// The categorical columns by the number that splits give them.
    private(set) var categoricals: [Int: Int] = [:]
    /// One unique name a column; nil where the file has none.
    private(set) var names: [String]?

    /// Checks the features.
    ///
    /// - Throws: ``ModelFormatError`` when one is of another kind, or two share a column or a number.
    init(_ document: CatBoostDocument) throws(ModelFormatError) {
        if let kind = document.otherFeatures.first {
            throw CatBoostReader.error(
                "features_info.\(kind)", "features of this kind are not supported", remedy: CatBoostReader.serve)
        }
        guard let floats = document.floats else {
            throw CatBoostReader.error("features_info", "the member is missing", remedy: CatBoostReader.saveAgain)
        }
        count = floats.count + document.categoricals.count
        guard 1...ModelFileLimits.maximumFeatures ~= count else {
            throw CatBoostReader.error("features_info", "\(count) features")
        }
        var names = [String?](repeating: nil, count: count)
        for (position, feature) in floats.enumerated() {
            let place = "features_info.float_features[\(position)]"
            let column = try Self.take(feature.column, feature.name, &names, place)
            let treatment = feature.missingTreatment
            guard ["", "AsIs", "AsFalse", "AsTrue"].contains(treatment) else {
                throw CatBoostReader.error("\(place).nan_value_treatment", "\"\(treatment.prefix(32))\" is unknown")
            }
            let known = FloatColumn(column: column, isMissingLeft: !(feature.hasMissing && treatment == "AsTrue"))
            guard self.floats.updateValue(known, forKey: feature.index ?? position) == nil else {
                throw CatBoostReader.error("\(place).feature_index", "two features have the number")
            }
        }
        for (position, feature) in document.categoricals.enumerated() {
            let place = "features_info.categorical_features[\(position)]"
            let column = try Self.take(feature.column, feature.name, &names, place)
            guard categoricals.updateValue(column, forKey: feature.index ?? position) == nil else {
                throw CatBoostReader.error("\(place).feature_index", "two features have the number")
            }
        }
        let given = names.compactMap { $0 }
        if given.contains(where: { !$0.isEmpty }) {
            let filled = given.enumerated().map { $1.isEmpty ? "\($0)" : $1 }
            guard Set(filled).count == filled.count else {
                throw CatBoostReader.error("features_info", "two features have the same name")
            }
            self.names = filled
        }
    }

    private static func take(
        _ column: Int?, _ name: String, _ names: inout [String?], _ place: String
    ) throws(ModelFormatError) -> Int {
        guard let column, names.indices.contains(column) else {
            let reason = "column \(column.map { "\($0)" } ?? "none") of \(names.count) features"
            throw CatBoostReader.error("\(place).flat_feature_index", reason, remedy: CatBoostReader.saveAgain)
        }
        guard names[column] == nil else {
            throw CatBoostReader.error("\(place).flat_feature_index", "two features have column \(column)")
        }
        names[column] = name
        return column
    }
}
