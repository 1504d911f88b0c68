/// Reads the lines of a LightGBM file.
struct LightGBMDecoder: ~Copyable {
    private var lines: LightGBMLines
    private var document = LightGBMDocument()

    /// Decodes a file.
    ///
    /// - Complexity: O(bytes).
    /// - Throws: ``ModelFormatError`` when a line is none of the format, or the end is missing.
    static func decode(_ bytes: [UInt8]) throws(ModelFormatError) -> LightGBMDocument {
        if let place = LightGBMLines.first(0, in: bytes, from: 0) {
            throw LightGBMReader.error("", "byte \(place) is NUL", remedy: LightGBMReader.saveAgain)
        }
        var decoder = LightGBMDecoder(lines: LightGBMLines(bytes))
        try decoder.readHeader()
        decoder.readRest()
        return decoder.document
    }

    private init(lines: consuming LightGBMLines) { self.lines = lines }

    /// Reads up to the end of the trees.
    private mutating func readHeader() throws(ModelFormatError) {
        _ = lines.next()
        while let line = lines.next() {
            if line.isEmpty { continue }
            if lines.starts(line, with: "Tree=") { return try readTrees() }
            if lines.starts(line, with: "end of trees"), line.count == 12 { return }
            guard let (key, value) = lines.member(line) else {
                guard line.count == 14, lines.starts(line, with: "average_output") else {
                    throw LightGBMReader.error("line \(lines.number)", "neither a key with a value nor a known word")
                }
                document.averagesOutput = true
                continue
            }
            // Counts of bytes and such of each tree: not needed, and wrong in files with other line ends.
            if key == "tree_sizes" { continue }
            guard let text = lines.text(value) else {
                throw LightGBMReader.error("line \(lines.number)", "\(key.prefix(64)) is not valid UTF-8")
            }
            guard document.header.updateValue(text, forKey: key) == nil else {
                throw LightGBMReader.error("line \(lines.number)", "\(key.prefix(64)) is given twice")
            }
        }
        throw Self.truncated
    }

    /// Reads trees up to the line `end of trees`; the first line of a tree has been read.
    private mutating func readTrees() throws(ModelFormatError) {
        var tree = LightGBMTree()
        var keys: Set<String> = []
        while let line = lines.next() {
            if line.isEmpty { continue }
            let isNext = lines.starts(line, with: "Tree=")
            if isNext || (line.count == 12 && lines.starts(line, with: "end of trees")) {
                document.trees.append(tree)
                guard isNext else { return }
                tree = LightGBMTree()
                keys.removeAll(keepingCapacity: true)
                continue
            }
            guard let (key, value) = lines.member(line) else {
                throw LightGBMReader.error("line \(lines.number)", "a line of a tree without a key")
            }
            guard keys.insert(key).inserted else {
                throw LightGBMReader.error("line \(lines.number)", "\(key.prefix(64)) is given twice")
            }
            do throws(LightGBMLines.NumberFault) {
                if try !readShape(key, value, &tree) { try readLeaves(key, value, &tree) }
            } catch {
                let place = "Tree=\(document.trees.count), \(key.prefix(64)) (line \(lines.number))"
                switch error {
                case .malformed(let text, let index):
                    throw LightGBMReader.error(
                        place, "number \(index) is \"\(text)\"", remedy: LightGBMReader.saveAgain)
                }
            }
        }
        throw Self.truncated
    }

    private func readShape(
        _ key: String, _ value: Range<Int>, _ tree: inout LightGBMTree
    ) throws(LightGBMLines.NumberFault) -> Bool {
        switch key {
        case "num_leaves": tree.leafCount = try single(value)
        case "num_cat": tree.categoricalCount = try single(value)
        case "split_feature": tree.feature = try lines.integers(value)
        case "threshold": tree.threshold = try lines.thresholds(value)
        case "decision_type": tree.decision = try lines.integers(value)
        case "left_child": tree.left = try lines.integers(value)
        case "right_child": tree.right = try lines.integers(value)
        case "cat_boundaries": tree.categoryBounds = try lines.integers(value)
        case "cat_threshold": tree.categoryWords = try lines.words(value)
        default: return false
        }
        return true
    }

    /// Other keys, such as gains and weights, say nothing about predictions.
    private func readLeaves(
        _ key: String, _ value: Range<Int>, _ tree: inout LightGBMTree
    ) throws(LightGBMLines.NumberFault) {
        switch key {
        case "leaf_value": tree.leafValue = try lines.doubles(value)
        case "leaf_count": tree.leafRows = try lines.integers(value)
        case "is_linear": tree.isLinear = try single(value) != 0
        case "leaf_const": tree.leafConstant = try lines.doubles(value)
        case "num_features": tree.leafFeatureCounts = try lines.integers(value)
        case "leaf_features": tree.leafFeatures = try lines.integers(value)
        case "leaf_coeff": tree.leafCoefficients = try lines.doubles(value)
        default: break
        }
    }

    private func single(_ value: Range<Int>) throws(LightGBMLines.NumberFault) -> Int {
        let numbers = try lines.integers(value)
        guard numbers.count == 1 else { throw .malformed(lines.text(value) ?? "", index: 0) }
        return Int(numbers[0])
    }

    /// Looks for the categories of a pandas frame behind the trees.
    private mutating func readRest() {
        let prefix = "pandas_categorical:"
        while let line = lines.next() {
            guard lines.starts(line, with: prefix) else { continue }
            document.pandasCategories = Array(
                lines.bytes[(line.lowerBound + prefix.utf8.count)..<line.upperBound])
        }
    }

    private static var truncated: ModelFormatError {
        LightGBMReader.error(
            "", "the line \"end of trees\" is missing: the file is cut short", remedy: LightGBMReader.saveAgain)
    }
}
