/// Reads XGBoost's JSON or UBJSON into an ``XGBoostDocument``; unknown members are skipped, as XGBoost does.
struct XGBoostDecoder<Reader: StructuredReader & ~Copyable>: ~Copyable {
    var reader: Reader
    private var document = XGBoostDocument()

    private let size: Int
    private let observer: LoadObserver?

    /// Reads from `reader`, which has `size` bytes.
    init(reader: consuming Reader, size: Int, observer: LoadObserver?) {
        self.reader = reader
        self.size = size
        self.observer = observer
    }

    /// Says how far the file has been read.
    func report() { observer?(LoadProgress(.reading, reader.offset, of: size)) }

    /// Decodes a file.
    ///
    /// - Throws: ``JSONError`` when it is malformed, or a known member has another kind of value.
    mutating func decode() throws(JSONError) -> XGBoostDocument {
        try readTop()
        return document
    }

    private mutating func readTop() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "learner": try readLearner()
            case "version": document.version = try reader.readInts()
            default: try reader.skipValue()
            }
        }
        try reader.finish()
    }

    private mutating func readLearner() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "attributes": try readAttributes()
            case "feature_names": document.featureNames = try readStrings()
            case "feature_types": document.featureTypes = try readStrings()
            case "gradient_booster": try readBooster()
            case "learner_model_param": try readParameters()
            case "objective": try readObjective()
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readParameters() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "base_score": document.baseScore = try readBaseScore()
            case "num_class": document.classCount = try readParameter()
            case "num_feature": document.featureCount = try readParameter()
            case "num_target": document.targetCount = try readParameter()
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readBaseScore() throws(JSONError) -> XGBoostDocument.BaseScore {
        switch try reader.peekKind() {
        case .array: .numbers(try reader.readFloats())
        case .number: .numbers([try reader.readFloat()])
        default: .text(try reader.readString())
        }
    }

    private mutating func readObjective() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "name" { document.objective = try reader.readString() } else { try reader.skipValue() }
        }
    }

    /// Attributes are strings; what a user added in another form is not ours.
    private mutating func readAttributes() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if try reader.peekKind() == .string {
                document.attributes[key] = try reader.readString()
            } else {
                try reader.skipValue()
            }
        }
    }

    /// The booster, and for dart the tree booster inside it.
    private mutating func readBooster() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": document.boosterName = try reader.readString()
            case "model": try readModel()
            case "gbtree": try readInnerBooster()
            case "weight_drop": document.treeWeights = try reader.readFloats()
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readInnerBooster() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "model" { try readModel() } else { try reader.skipValue() }
        }
    }

    private mutating func readModel() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "gbtree_model_param": try readTreeParameters()
            case "trees": document.trees = try readTrees()
            case "tree_info": document.treeOutputs = try reader.readInts()
            case "iteration_indptr": document.iterationStarts = try reader.readInts()
            case "cats": try readCategories()
            case "weight_drop": document.treeWeights = try reader.readFloats()
            case "weights": document.linearWeights = try reader.readFloats()
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readTreeParameters() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "num_trees": document.declaredTreeCount = try readParameter()
            case "num_parallel_tree": document.parallelTreeCount = try readParameter()
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readCategories() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key == "enc" else {
                try reader.skipValue()
                continue
            }
            try reader.beginArray()
            while try reader.nextElement() { document.categories.append(try readColumnCategories()) }
        }
    }

    private mutating func readColumnCategories() throws(JSONError) -> XGBoostCategories {
        var offsets: [Int]?
        var type: Int?
        var values: [Int]?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "offsets": offsets = try reader.readInts()
            case "type": type = try reader.readInt()
            // Types beyond the whole numbers may have values of any form; they are left to codes.
            case "values" where type.map { !XGBoostCategories.integerTypes.contains($0) } ?? false:
                try reader.skipValue()
            case "values": values = try reader.readInts()
            default: try reader.skipValue()
            }
        }
        if let offsets { return offsets.isEmpty ? .none : .strings(offsets: offsets, bytes: values ?? []) }
        guard let type else { return .none }
        return XGBoostCategories.integerTypes.contains(type) ? .integers(values ?? []) : .unknown(type: type)
    }
}
