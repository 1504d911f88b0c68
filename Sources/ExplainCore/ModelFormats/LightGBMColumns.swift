/// What a LightGBM file says about the input columns.
struct LightGBMColumns {
    /// One unique name a column.
    private(set) var names: [String]
    /// What each column is; nil where all are numbers.
    private(set) var kinds: [Feature.Kind]?
    /// Remarks on categories that could not be named.
    private(set) var notes: [String] = []

    /// Checks names and ranges, and reads the categories of a pandas frame.
    ///
    /// - Throws: ``ModelFormatError`` when there are names or ranges for another number of columns, or a name occurs twice.
    init(_ document: LightGBMDocument, featureCount: Int) throws(ModelFormatError) {
        names = try Self.names(document.header["feature_names"], count: featureCount)
        var isCategorical = try Self.listed(document.header["feature_infos"], count: featureCount)
        let listed = isCategorical.indices.filter { isCategorical[$0] }
        for tree in document.trees {
            for (node, feature) in tree.feature.enumerated()
            where node < tree.decision.count && tree.isCategorical(node) && isCategorical.indices.contains(Int(feature))
            {
                isCategorical[Int(feature)] = true
            }
        }
        let categories = try Self.categories(document.pandasCategories)
        guard isCategorical.contains(true) else { return }
        var kinds: [Feature.Kind] = isCategorical.map { $0 ? .codes : .float }
        if categories.count == listed.count {
            for (column, values) in zip(listed, categories) {
                if let values, Set(values).count == values.count {
                    kinds[column] = .category(values)
                } else {
                    notes.append("The categories of \(names[column]) have no names to tell them by; give their codes.")
                }
            }
        } else if !categories.isEmpty {
            notes.append(
                "The file names the categories of \(categories.count) columns, but \(listed.count) are categorical; "
                    + "give category codes.")
        }
        self.kinds = kinds
    }

    private static func names(_ text: String?, count: Int) throws(ModelFormatError) -> [String] {
        let names = (text ?? "").split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
        guard text != nil, names.count == count else {
            let reason = "\(text == nil ? 0 : names.count) names for \(count) features"
            throw LightGBMReader.error("feature_names", reason, remedy: LightGBMReader.saveAgain)
        }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw LightGBMReader.error("feature_names", "the name \"\(name.prefix(64))\" occurs twice")
        }
        return names
    }

    /// Whether each column's training values are listed one by one, as only a categorical column's are.
    private static func listed(_ text: String?, count: Int) throws(ModelFormatError) -> [Bool] {
        guard let text else { return [Bool](repeating: false, count: count) }
        let infos = text.split(separator: " ")
        guard infos.count == count else {
            throw LightGBMReader.error("feature_infos", "\(infos.count) ranges for \(count) features")
        }
        return infos.map { $0 != "none" && !$0.hasPrefix("[") }
    }

    /// The names of the categories of each categorical column of the frame in code order; nil where they are none.
    private static func categories(_ bytes: [UInt8]?) throws(ModelFormatError) -> [[String]?] {
        guard let bytes else { return [] }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(bytes, options: JSONOptions(allowsBareNaN: true))
        } catch {
            let reason = "\(error.reason.text) (byte \(error.offset) of the value)"
            throw LightGBMReader.error("pandas_categorical", reason, remedy: LightGBMReader.saveAgain)
        }
        if value.isNull { return [] }
        guard let columns = value.asArray else {
            throw LightGBMReader.error("pandas_categorical", "neither null nor a list of lists")
        }
        return columns.map { column in
            guard let values = column.asArray else { return nil }
            let texts = values.compactMap(name)
            return texts.count == values.count ? texts : nil
        }
    }

    /// A category as text: whole numbers as their digits.
    private static func name(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "True" : "False"
        case .number(let number): number.integer.map { String($0) } ?? "\(number.double)"
        default: nil
        }
    }
}
