/// The questions of a CatBoost file, translated into those of ``TreeNodes``.
struct CatBoostSplits {
    /// A question: what it asks for goes to the right.
    struct Question {
        var column: Int32
        var threshold: Float = 0
        var isMissingLeft = true
        /// The category set; nil where the threshold decides.
        var set: Int?
    }

    /// A category of a column.
    private struct Category: Hashable {
        let column: Int
        let hash: Int32
    }

    /// How columns are read; nil where all are rounded to float32.
    private(set) var coding: InputCoding?
    private let columns: CatBoostColumns
    private var tables: [Int: CategoryHashes] = [:]
    private var sets: [Category: Int] = [:]

    /// Collects the categories that `trees` ask for.
    init(_ columns: CatBoostColumns, _ trees: [CatBoostDocument.Tree]) {
        self.columns = columns
        guard !columns.categoricals.isEmpty else { return }
        var hashes: [Int: Set<Int32>] = [:]
        for tree in trees {
            switch tree {
            case .oblivious(let splits, _, _): for split in splits { collect(split, &hashes) }
            case .nested(let nodes): for node in nodes { if let split = node.split { collect(split, &hashes) } }
            }
        }
        var coding = InputCoding(columnCount: columns.count)
        for feature in columns.floats.values { coding.set(feature.column, .rounded) }
        for column in columns.categoricals.values.sorted() {
            let table = CategoryHashes(hashes[column] ?? [])
            tables[column] = table
            coding.setHashes(column, table)
        }
        self.coding = coding
    }

    private func collect(_ split: CatBoostDocument.Split, _ hashes: inout [Int: Set<Int32>]) {
        guard split.type == "OneHotFeature", let feature = split.feature, let column = columns.categoricals[feature],
            let hash = split.hash.flatMap({ Int32(exactly: $0) })
        else { return }
        hashes[column, default: []].insert(hash)
    }

    /// The question of a split.
    ///
    /// - Throws: ``ModelFormatError`` when it asks for something that is not there, or not supported.
    mutating func question(
        _ split: CatBoostDocument.Split, _ builder: inout TreeEnsembleBuilder, _ place: String
    ) throws(ModelFormatError) -> Question {
        switch split.type {
        case "FloatFeature": return try number(split, place)
        case "OneHotFeature": return try category(split, &builder, place)
        case "OnlineCtr":
            throw CatBoostReader.error(
                place, "categories counted by target (OnlineCtr) are not supported",
                remedy:
                    "train again with one_hot_max_size at least the number of categories, or serve the model remotely")
        default:
            throw CatBoostReader.error(
                place, "the split type \"\(split.type.prefix(64))\" is not supported", remedy: CatBoostReader.serve)
        }
    }

    private func number(_ split: CatBoostDocument.Split, _ place: String) throws(ModelFormatError) -> Question {
        guard let index = split.feature, let feature = columns.floats[index] else {
            throw CatBoostReader.error(place, "float feature \(split.feature ?? -1) is not among the features")
        }
        guard let border = split.border else { throw CatBoostReader.error(place, "a split without a border") }
        let single = Float(border)
        guard single.isFinite else { throw CatBoostReader.error(place, "the border \(border) is beyond float32") }
        // x > border goes to the right: x < the float32 after it stays left.
        return Question(column: Int32(feature.column), threshold: single.nextUp, isMissingLeft: feature.isMissingLeft)
    }

    private mutating func category(
        _ split: CatBoostDocument.Split, _ builder: inout TreeEnsembleBuilder, _ place: String
    ) throws(ModelFormatError) -> Question {
        guard let index = split.feature, let column = columns.categoricals[index] else {
            throw CatBoostReader.error(place, "categorical feature \(split.feature ?? -1) is not among the features")
        }
        guard let hash = split.hash.flatMap({ Int32(exactly: $0) }), let code = tables[column]?.place(hash) else {
            throw CatBoostReader.error(place, "a split without the hash of a category")
        }
        let category = Category(column: column, hash: hash)
        if let set = sets[category] { return Question(column: Int32(column), set: set) }
        var words = [UInt32](repeating: 0, count: code / 32 + 1)
        words[code / 32] = 1 << UInt32(code % 32)
        do throws(TreeDefect) {
            let set = try builder.addSet(words)
            sets[category] = set
            return Question(column: Int32(column), set: set)
        } catch {
            throw CatBoostReader.error(place, error.reason, remedy: CatBoostReader.serve)
        }
    }
}
