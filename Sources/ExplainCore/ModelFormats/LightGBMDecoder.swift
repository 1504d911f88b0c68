/// Reads the lines of a LightGBM file.
struct LightGBMDecoder: ~Copyable {
    private var lines: LightGBMLines
    private var document = LightGBMDocument()
    private let observer: LoadObserver?

    /// Decodes a file.
    ///
    /// - Complexity: O(bytes).
    /// - Throws: ``ModelFormatError`` when a line is none of the format, or the end is missing.
    static func decode(
        _ bytes: [UInt8], observer: LoadObserver? = nil
    ) throws(ModelFormatError) -> LightGBMDocument {
        if let place = LightGBMLines.first(0, in: bytes, from: 0) {
            throw LightGBMReader.error("", "byte \(place) is NUL", remedy: LightGBMReader.saveAgain)
        }
        var decoder = LightGBMDecoder(lines: LightGBMLines(bytes), observer: observer)
        try decoder.readHeader()
        try decoder.readRest()
        return decoder.document
    }

    private init(lines: consuming LightGBMLines, observer: LoadObserver?) {
        self.lines = lines
        self.observer = observer
    }

    /// Reads up to the end of the trees.
    private mutating func readHeader() throws(ModelFormatError) {
        _ = lines.next()
        while let line = lines.next() {
            if line.isEmpty { continue }
            if lines.starts(line, with: "Tree=") { return try readTrees() }
            if lines.starts(line, with: "end of trees"), line.count == 12 { return }
            guard let (name, value) = lines.member(line) else {
                guard line.count == 14, lines.starts(line, with: "average_output") else {
                    throw LightGBMReader.error("line \(lines.number)", "neither a key with a value nor a known word")
                }
                document.averagesOutput = true
                continue
            }
            let key = lines.key(name)
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
        while true {
            observer?(LoadProgress(.reading, lines.position, of: lines.bytes.count))
            let (tree, isLast) = try readTree()
            document.trees.append(tree)
            if isLast { return }
        }
    }

    /// Reads a tree up to the first line of the next one, or the line behind the last one.
    private mutating func readTree() throws(ModelFormatError) -> (tree: LightGBMTree, isLast: Bool) {
        var tree = LightGBMTree()
        var last: LightGBMKey?
        var known: UInt32 = 0
        var others: Set<String> = []
        while let line = lines.next() {
            if line.isEmpty { continue }
            if lines.starts(line, with: "Tree=") { return (tree, false) }
            if line.count == 12, lines.starts(line, with: "end of trees") { return (tree, true) }
            guard let (name, value) = lines.member(line) else {
                throw LightGBMReader.error("line \(lines.number)", "a line of a tree without a key")
            }
            guard let key = LightGBMKey(name, of: lines, after: last) else {
                guard others.insert(lines.key(name)).inserted else { throw twice(name) }
                continue
            }
            last = key
            guard known & 1 << key.rawValue == 0 else { throw twice(name) }
            known |= 1 << key.rawValue
            do throws(LightGBMLines.NumberFault) { try read(key, value, &tree) } catch {
                let place = "Tree=\(document.trees.count), \(key.text) (line \(lines.number))"
                switch error {
                case .malformed(let text, let index):
                    throw LightGBMReader.error(
                        place, "number \(index) is \"\(text)\"", remedy: LightGBMReader.saveAgain)
                }
            }
        }
        throw Self.truncated
    }

    private func twice(_ name: Range<Int>) -> ModelFormatError {
        LightGBMReader.error("line \(lines.number)", "\(lines.key(name).prefix(64)) is given twice")
    }

    /// Reads what says something about predictions; gains and weights do not.
    private func read(
        _ key: LightGBMKey, _ value: Range<Int>, _ tree: inout LightGBMTree
    ) throws(LightGBMLines.NumberFault) {
        let leaves = max(0, tree.leafCount ?? 0)
        switch key {
        case .leafCount: tree.leafCount = try single(value)
        case .categoricalCount: tree.categoricalCount = try single(value)
        case .splitFeature: tree.feature = try lines.integers(value, expecting: leaves - 1)
        case .threshold: tree.threshold = try lines.thresholds(value, expecting: leaves - 1)
        case .decisionType: tree.decision = try lines.integers(value, expecting: leaves - 1)
        case .leftChild: tree.left = try lines.integers(value, expecting: leaves - 1)
        case .rightChild: tree.right = try lines.integers(value, expecting: leaves - 1)
        case .leafValue: tree.leafValue = try lines.doubles(value, expecting: leaves)
        case .leafRows: tree.leafRows = try lines.integers(value, expecting: leaves)
        case .categoryBounds: tree.categoryBounds = try lines.integers(value, expecting: 0)
        case .categoryWords: tree.categoryWords = try lines.words(value)
        case .isLinear: tree.isLinear = try single(value) != 0
        case .leafConstant: tree.leafConstant = try lines.doubles(value, expecting: leaves)
        case .leafFeatureCounts: tree.leafFeatureCounts = try lines.integers(value, expecting: leaves)
        case .leafFeatures: tree.leafFeatures = try lines.integers(value, expecting: 0)
        case .leafCoefficients: tree.leafCoefficients = try lines.doubles(value, expecting: 0)
        case .splitGain, .leafWeight, .innerValue, .innerWeight, .innerRows, .shrinkage: break
        }
    }

    private func single(_ value: Range<Int>) throws(LightGBMLines.NumberFault) -> Int {
        let numbers = try lines.integers(value, expecting: 1)
        guard numbers.count == 1 else { throw .malformed(lines.excerpt(value), index: 0) }
        return Int(numbers[0])
    }

    /// Reads what stands behind the trees, of which only the categories of a pandas frame say something about predictions.
    ///
    /// They are the last line that LightGBM for Python writes. Other programs end with `end of parameters`, and files saved
    /// again from one without parameters have the categories alone: a file with neither is cut short.
    private mutating func readRest() throws(ModelFormatError) {
        let categories: StaticString = "pandas_categorical:"
        var (isOpen, isEnded) = (false, false)
        while let line = lines.next() {
            if lines.starts(line, with: categories), !isOpen {
                document.pandasCategories = Array(
                    lines.bytes[(line.lowerBound + categories.utf8CodeUnitCount)..<line.upperBound])
            } else if isEnded, !line.isEmpty, document.pandasCategories == nil {
                throw LightGBMReader.error(
                    "line \(lines.number)", "not what follows \"end of parameters\": the file is cut short",
                    remedy: LightGBMReader.saveAgain)
            } else if lines.starts(line, with: "parameters:"), line.count == 11 {
                isOpen = true
            } else if lines.starts(line, with: "end of parameters"), line.count == 17 {
                (isOpen, isEnded) = (false, true)
            }
        }
        guard isEnded || document.pandasCategories != nil else {
            throw LightGBMReader.error(
                "", "the line \"end of parameters\" is missing: the file is cut short", remedy: LightGBMReader.saveAgain
            )
        }
    }

    private static var truncated: ModelFormatError {
        LightGBMReader.error(
            "", "the line \"end of trees\" is missing: the file is cut short", remedy: LightGBMReader.saveAgain)
    }
}
