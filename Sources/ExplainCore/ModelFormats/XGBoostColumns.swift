/// What an XGBoost file says about the input columns.
struct XGBoostColumns {
    /// One unique name a column; nil where the file has none.
    private(set) var names: [String]?
    /// What each column is; nil where the file does not say.
    private(set) var kinds: [Feature.Kind]?
    /// Remarks on categories that could not be named.
    private(set) var notes: [String] = []

    /// Checks names and types, and reads the categories.
    ///
    /// - Throws: ``ModelFormatError`` when there are names or types for another number of columns, or a name occurs twice.
    init(_ document: XGBoostDocument, featureCount: Int) throws(ModelFormatError) {
        names = try Self.names(document.featureNames, count: featureCount)
        let isTyped = !document.featureTypes.isEmpty
        let split = Self.categoricalColumns(document, count: featureCount)
        guard isTyped || !split.isEmpty || !document.categories.isEmpty else { return }
        guard !isTyped || document.featureTypes.count == featureCount else {
            throw Self.error("feature_types", "\(document.featureTypes.count) types for \(featureCount) features")
        }
        guard document.categories.isEmpty || document.categories.count == featureCount else {
            let reason = "\(document.categories.count) encodings for \(featureCount) features"
            throw Self.error("gradient_booster.model.cats.enc", reason)
        }
        var kinds: [Feature.Kind] = []
        let categories = try categoryNames(document)
        for column in 0..<featureCount {
            let type = isTyped ? document.featureTypes[column] : "float"
            if let names = categories.isEmpty ? nil : categories[column] {
                kinds.append(.category(names))
            } else if type == "c" || split.contains(column) || Self.isEncoded(document, column) {
                kinds.append(.codes)
            } else {
                kinds.append(type == "int" ? .int : type == "i" ? .bool : .float)
            }
        }
        self.kinds = kinds
    }

    private static func names(_ names: [String], count: Int) throws(ModelFormatError) -> [String]? {
        if names.isEmpty { return nil }
        guard names.count == count else {
            throw error("feature_names", "\(names.count) names for \(count) features")
        }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw error("feature_names", "the name \"\(name.prefix(64))\" occurs twice")
        }
        return names
    }

    /// The columns that categorical nodes test; files of before 3.1 say it nowhere else when types are absent.
    private static func categoricalColumns(_ document: XGBoostDocument, count: Int) -> Set<Int> {
        var columns: Set<Int> = []
        for tree in document.trees ?? [] {
            for node in tree.categoryNodes where tree.feature.indices.contains(node) {
                let column = Int(tree.feature[node])
                if column >= 0, column < count { columns.insert(column) }
            }
        }
        return columns
    }

    private static func isEncoded(_ document: XGBoostDocument, _ column: Int) -> Bool {
        guard document.categories.indices.contains(column) else { return false }
        if case .none = document.categories[column] { return false }
        return true
    }

    /// The category names of each column, nil where it has none or they cannot be trusted.
    private mutating func categoryNames(_ document: XGBoostDocument) throws(ModelFormatError) -> [[String]?] {
        var result: [[String]?] = []
        var isCut = false
        for (column, encoding) in document.categories.enumerated() {
            switch encoding {
            case .none: result.append(nil)
            case .integers(let values): result.append(unique(values.map { String($0) }, column))
            case .unknown(let type):
                notes.append("The categories of column \(column) have type \(type); give their codes.")
                result.append(nil)
            case .strings(let offsets, let bytes):
                let texts = try Self.texts(offsets, bytes, column)
                isCut = isCut || texts == nil
                result.append(texts.flatMap { unique($0, column) })
            }
        }
        guard isCut else { return result }
        // XGBoost 3.2 for Python counts characters where bytes are meant, so every text column of such a file is suspect.
        notes.append(
            "Category names are not valid UTF-8 (XGBoost 3.2 cuts names that are not ASCII); give category codes.")
        for (column, encoding) in document.categories.enumerated() {
            if case .strings = encoding { result[column] = nil }
        }
        return result
    }

    private mutating func unique(_ names: [String], _ column: Int) -> [String]? {
        if Set(names).count == names.count { return names }
        notes.append("Two categories of column \(column) have the same name; give category codes.")
        return nil
    }

    /// Cuts the texts apart; nil when one is not UTF-8.
    private static func texts(
        _ offsets: [Int], _ bytes: [Int], _ column: Int
    ) throws(ModelFormatError) -> [String]? {
        let place = "gradient_booster.model.cats.enc[\(column)]"
        guard offsets.first == 0, offsets.last == bytes.count, zip(offsets, offsets.dropFirst()).allSatisfy(<=) else {
            throw error(place + ".offsets", "the offsets do not ascend from 0 to the number of values")
        }
        var texts: [String] = []
        for (start, end) in zip(offsets, offsets.dropFirst()) {
            let part = bytes[start..<end]
            guard part.allSatisfy({ $0 >= -128 && $0 <= 255 }) else { throw error(place, "a value is no byte") }
            guard let text = String(validating: part.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self) else {
                return nil
            }
            texts.append(text)
        }
        return texts
    }

    private static func error(_ place: String, _ reason: String) -> ModelFormatError {
        ModelFormatError(format: XGBoostReader.format, place: "learner." + place, reason: reason)
    }
}
