/// Reads the plain JSON formats into a ``PlainDocument``; a key that none of them has is refused.
struct PlainDecoder: ~Copyable {
    private var reader: JSONReader
    private var document = PlainDocument()

    /// Decodes a file.
    ///
    /// - Throws: ``JSONError`` when it is not JSON, has an unknown key, or another kind of value than expected.
    static func decode(_ bytes: [UInt8]) throws(JSONError) -> PlainDocument {
        var decoder = PlainDecoder(reader: JSONReader(bytes))
        try decoder.readTop()
        return decoder.document
    }

    private init(reader: consuming JSONReader) { self.reader = reader }

    private mutating func readTop() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            document.keys.append(key)
            if try !readHead(key), try !readDense(key), try !readForest(key) { throw reader.error(.unknownKey(key)) }
        }
        try reader.finish()
    }

    private mutating func readHead(_ key: String) throws(JSONError) -> Bool {
        switch key {
        case "format": document.format = try reader.readString()
        case "feature_names": document.featureNames = try readStrings()
        case "output_names": document.outputNames = try readStrings()
        case "library": _ = try reader.readString()
        default: return false
        }
        return true
    }

    private mutating func readDense(_ key: String) throws(JSONError) -> Bool {
        switch key {
        case "link": document.link = try reader.readString()
        case "weights": document.weights = try reader.readMatrix(columns: nil, nullAsNaN: false)
        case "intercept": document.intercepts = try reader.readDoubles()
        case "input_mean": document.inputMeans = try reader.readDoubles()
        case "input_scale": document.inputScales = try reader.readDoubles()
        case "activation": document.activation = try reader.readString()
        case "output": document.output = try reader.readString()
        case "layers":
            try reader.beginArray()
            while try reader.nextElement() { document.layers.append(try readLayer()) }
        default: return false
        }
        return true
    }

    private mutating func readForest(_ key: String) throws(JSONError) -> Bool {
        switch key {
        case "d": document.featureCount = try reader.readInt()
        case "K": document.marginCount = try reader.readInt()
        case "compare": document.comparison = try reader.readString()
        case "base": document.baseMargins = try reader.readDoubles()
        case "trees":
            try reader.beginArray()
            while try reader.nextElement() { document.trees.append(try readTree()) }
        default: return false
        }
        return true
    }

    private mutating func readLayer() throws(JSONError) -> PlainDocument.Layer {
        var layer = PlainDocument.Layer()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "weights": layer.weights = try reader.readMatrix(columns: nil, nullAsNaN: false)
            case "bias": layer.biases = try reader.readDoubles()
            default: throw reader.error(.unknownKey(key))
            }
        }
        return layer
    }

    private mutating func readTree() throws(JSONError) -> PlainDocument.Tree {
        var tree = PlainDocument.Tree()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "left": tree.left = try reader.readInts()
            case "right": tree.right = try reader.readInts()
            case "feature": tree.feature = try reader.readInts()
            case "threshold": tree.threshold = try reader.readDoubles()
            case "value": try readValues(into: &tree)
            case "cover": tree.cover = try reader.readDoubles()
            case "weight": tree.weight = try reader.readDouble()
            default: throw reader.error(.unknownKey(key))
            }
        }
        return tree
    }

    private mutating func readValues(into tree: inout PlainDocument.Tree) throws(JSONError) {
        var width: Int?
        try reader.beginArray()
        while try reader.nextElement() {
            let start = tree.values.count
            if try reader.peekKind() == .array {
                tree.values.append(contentsOf: try reader.readDoubles())
            } else {
                tree.values.append(try reader.readDouble())
            }
            let count = tree.values.count - start
            if let width, count != width { throw reader.error(.rowWidth(count, expected: width)) }
            width = count
            tree.valueRows += 1
        }
    }

    private mutating func readStrings() throws(JSONError) -> [String] {
        var strings: [String] = []
        try reader.beginArray()
        while try reader.nextElement() { strings.append(try reader.readString()) }
        return strings
    }
}
