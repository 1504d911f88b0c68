/// Reads a CatBoost JSON file; members that say nothing about predictions are passed over.
struct CatBoostDecoder: ~Copyable {
    private var reader: JSONReader
    private var document = CatBoostDocument()
    private let size: Int
    private let observer: LoadObserver?

    /// Decodes a file.
    ///
    /// - Throws: ``JSONError`` when it is not JSON, or has another kind of value than expected.
    static func decode(
        _ bytes: [UInt8], observer: LoadObserver? = nil
    ) throws(JSONError) -> CatBoostDocument {
        var decoder = CatBoostDecoder(reader: JSONReader(bytes), size: bytes.count, observer: observer)
        try decoder.readTop()
        return decoder.document
    }

    private init(reader: consuming JSONReader, size: Int, observer: LoadObserver?) {
        self.reader = reader
        self.size = size
        self.observer = observer
    }

    private mutating func readTop() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "features_info": try readFeatures()
            case "model_info": try readInfo()
            case "scale_and_bias": try readScale()
            case "oblivious_trees":
                try reader.beginArray()
                while try reader.nextElement() { append(try readObliviousTree()) }
                if document.trees == nil { document.trees = [] }
            case "trees":
                try reader.beginArray()
                while try reader.nextElement() {
                    var nodes: [CatBoostDocument.Node] = []
                    _ = try readNode(&nodes)
                    append(.nested(nodes))
                }
                if document.trees == nil { document.trees = [] }
            default: try reader.skipValue()
            }
        }
        try reader.finish()
    }

    private mutating func append(_ tree: CatBoostDocument.Tree) {
        observer?(LoadProgress(.reading, reader.offset, of: size))
        if document.trees == nil { document.trees = [] }
        document.trees?.append(tree)
    }

    private mutating func readFeatures() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "float_features":
                try reader.beginArray()
                var features: [CatBoostDocument.FloatFeature] = []
                while try reader.nextElement() { features.append(try readFloatFeature()) }
                document.floats = features
            case "categorical_features":
                try reader.beginArray()
                while try reader.nextElement() { document.categoricals.append(try readCategoricalFeature()) }
            case "text_features", "embedding_features":
                try reader.beginArray()
                var count = 0
                while try reader.nextElement() {
                    try reader.skipValue()
                    count += 1
                }
                if count > 0 { document.otherFeatures.append(key) }
            default: try reader.skipValue()
            }
        }
        if document.floats == nil { document.floats = [] }
    }

    private mutating func readFloatFeature() throws(JSONError) -> CatBoostDocument.FloatFeature {
        var feature = CatBoostDocument.FloatFeature()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "feature_id": feature.name = try reader.readString()
            case "feature_index": feature.index = try reader.readInt()
            case "flat_feature_index": feature.column = try reader.readInt()
            case "has_nans": feature.hasMissing = try reader.readBool()
            case "nan_value_treatment": feature.missingTreatment = try reader.readString()
            default: try reader.skipValue()
            }
        }
        return feature
    }

    private mutating func readCategoricalFeature() throws(JSONError) -> CatBoostDocument.CategoricalFeature {
        var feature = CatBoostDocument.CategoricalFeature()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "feature_id": feature.name = try reader.readString()
            case "feature_index": feature.index = try reader.readInt()
            case "flat_feature_index": feature.column = try reader.readInt()
            default: try reader.skipValue()
            }
        }
        return feature
    }

    /// A factor and one bias an output, or one bias alone as older versions write it.
    private mutating func readScale() throws(JSONError) {
        try reader.beginArray()
        guard try reader.nextElement() else { return }
        document.scale = try reader.readDouble()
        guard try reader.nextElement() else { return }
        if try reader.peekKind() == .array {
            document.biases = try reader.readDoubles()
        } else {
            document.biases = [try reader.readDouble()]
        }
        while try reader.nextElement() { try reader.skipValue() }
    }
}

extension CatBoostDecoder {
    private mutating func readInfo() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let kind = try reader.peekKind()
            switch (key, kind) {
            case ("params", .object): document.loss = try readLoss()
            case ("class_params", .object):
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    if key == "class_names" { document.classNames = try readNames() } else { try reader.skipValue() }
                }
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readNames() throws(JSONError) -> [String] {
        guard try reader.peekKind() == .array else {
            try reader.skipValue()
            return []
        }
        var names: [String] = []
        try reader.beginArray()
        while try reader.nextElement() {
            if try reader.peekKind() == .string {
                names.append(try reader.readString())
            } else {
                let number = try reader.readDouble()
                names.append(Int(exactly: number).map { String($0) } ?? "\(number)")
            }
        }
        return names
    }

    /// The type of the loss function among the training parameters.
    private mutating func readLoss() throws(JSONError) -> String? {
        var loss: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard try reader.peekKind() == .object, key == "loss_function" else {
                try reader.skipValue()
                continue
            }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if key == "type" { loss = try reader.readString() } else { try reader.skipValue() }
            }
        }
        return loss
    }

    private mutating func readObliviousTree() throws(JSONError) -> CatBoostDocument.Tree {
        var splits: [CatBoostDocument.Split] = []
        var (values, weights): ([Double], [Double]) = ([], [])
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "splits":
                // A tree without splits is written as null.
                if try reader.peekKind() == .null {
                    try reader.skipValue()
                } else {
                    try reader.beginArray()
                    while try reader.nextElement() { splits.append(try readSplit()) }
                }
            case "leaf_values": values = try reader.readDoubles()
            case "leaf_weights": weights = try reader.readDoubles()
            default: try reader.skipValue()
            }
        }
        return .oblivious(splits: splits, values: values, weights: weights)
    }

    /// Reads a node and those below it; the reader's limit of nesting bounds the recursion.
    private mutating func readNode(_ nodes: inout [CatBoostDocument.Node]) throws(JSONError) -> Int {
        let place = nodes.count
        nodes.append(CatBoostDocument.Node())
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "left": nodes[place].left = try readNode(&nodes)
            case "right": nodes[place].right = try readNode(&nodes)
            case "split": nodes[place].split = try readSplit()
            case "weight": nodes[place].weight = try reader.readDouble()
            case "value":
                let isList = try reader.peekKind() == .array
                nodes[place].values = isList ? try reader.readDoubles() : [try reader.readDouble()]
            default: try reader.skipValue()
            }
        }
        return place
    }

    private mutating func readSplit() throws(JSONError) -> CatBoostDocument.Split {
        var split = CatBoostDocument.Split()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "split_type": split.type = try reader.readString()
            case "float_feature_index", "cat_feature_index": split.feature = try reader.readInt()
            case "border":
                // A combination of categories has a border as well, and is refused by its type.
                split.border = try reader.readDouble()
            case "value": split.hash = try reader.readInt()
            default: try reader.skipValue()
            }
        }
        return split
    }
}
