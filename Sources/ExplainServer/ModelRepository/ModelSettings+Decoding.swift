import ExplainCore

extension ModelSettings {
    /// The largest `explain.json`, in bytes.
    static let maximumBytes = 4 * 1024 * 1024

    /// Reads the settings of an `explain.json`, strictly: what means nothing is refused.
    ///
    /// - Throws: ``JSONError`` with the place.
    static func decode(_ bytes: [UInt8]) throws(JSONError) -> ModelSettings {
        var settings = ModelSettings()
        var reader = JSONReader(bytes)
        try reader.beginObject()
        while let key = try reader.nextKey() { try settings.read(key, from: &reader) }
        try reader.finish()
        settings.canonical = try canonicalBytes(bytes)
        return settings
    }

    private static let members = [
        "name", "version", "model", "features", "outputs", "default_output", "space", "backgrounds", "expected",
        "lineage",
        "default_version",
    ]

    private mutating func read(_ key: String, from reader: inout JSONReader) throws(JSONError) {
        switch key {
        case "name": name = try SettingsReading.text(&reader)
        case "version": version = try SettingsReading.text(&reader)
        case "model": try readModel(&reader)
        case "features":
            features = try SettingsReading.list(&reader) { (reader) throws(JSONError) in try FeatureSettings(&reader) }
        case "outputs": outputs = try SettingsReading.names(&reader)
        case "default_output": defaultOutput = try SettingsReading.text(&reader)
        case "space": space = try SettingsReading.space(&reader)
        case "backgrounds": try readBackgrounds(&reader)
        case "expected":
            expected = try SettingsReading.list(&reader) { (reader) throws(JSONError) in try ExpectedRow(&reader) }
        case "lineage": lineage = try Lineage(&reader)
        case "default_version": defaultVersion = try SettingsReading.text(&reader)
        default: throw SettingsReading.unknown(key, among: Self.members, reader)
        }
    }

    private mutating func readModel(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "file": modelFile = try SettingsReading.text(&reader)
            case "iteration_range": iterations = try SettingsReading.range(&reader)
            case "remote": remote = try RemoteSettings(&reader)
            default: throw SettingsReading.unknown(key, among: ["file", "iteration_range", "remote"], reader)
            }
        }
        guard remote != nil else {
            if modelFile == nil { throw reader.error(.missingKey("model.file")) }
            return
        }
        if modelFile != nil || iterations != nil {
            throw reader.error(.unacceptable("a remote model has no file and no iteration_range"))
        }
    }

    private mutating func readBackgrounds(_ reader: inout JSONReader) throws(JSONError) {
        var files: [NamedFile] = []
        try reader.beginObject()
        while let name = try reader.nextKey() {
            files.append(NamedFile(name: name, file: try SettingsReading.text(&reader)))
        }
        backgrounds = files
    }

    /// The document with sorted members and without blanks, so that only what it says counts for the digest.
    private static func canonicalBytes(_ bytes: [UInt8]) throws(JSONError) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(sorted(try JSONValue.parse(bytes)))
        return writer.bytes
    }

    private static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(sorted))
        case .object(let members):
            .object(members.map { JSONMember($0.key, sorted($0.value)) }.sorted { $0.key < $1.key })
        default: value
        }
    }
}

extension ModelSettings.FeatureSettings {
    /// Reads one element of `features`.
    init(_ reader: inout JSONReader) throws(JSONError) {
        var name: String?
        var type: String?
        var categories: Feature.Kind?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try SettingsReading.text(&reader)
            case "type": type = try SettingsReading.word(&reader, among: Self.types)
            case "categories": categories = try Self.readCategories(&reader)
            case "nullable": isNullable = try reader.readBool()
            case "group": group = try SettingsReading.text(&reader)
            default: throw SettingsReading.unknown(key, among: Self.members, reader)
            }
        }
        guard let name else { throw reader.error(.missingKey("name")) }
        self.name = name
        kind = try Self.kind(type, categories, reader)
    }

    private static let members = ["name", "type", "categories", "nullable", "group"]
    private static let types = ["float", "int", "bool", "category", "codes"]

    private static func readCategories(_ reader: inout JSONReader) throws(JSONError) -> Feature.Kind {
        guard try reader.peekKind() == .string else { return .category(try SettingsReading.names(&reader)) }
        _ = try SettingsReading.word(&reader, among: ["codes"])
        return .codes
    }

    private static func kind(
        _ type: String?, _ categories: Feature.Kind?, _ reader: borrowing JSONReader
    ) throws(JSONError) -> Feature.Kind? {
        switch (type, categories) {
        case (nil, let categories): return categories
        case ("category", let categories): return categories
        case ("codes", .none), ("codes", .codes): return .codes
        case ("float", .none): return .float
        case ("int", .none): return .int
        case ("bool", .none): return .bool
        default:
            throw reader.error(.unacceptable("categories belong to a feature of type category"))
        }
    }
}

extension ModelSettings.ExpectedRow {
    /// Reads one element of `expected`.
    init(_ reader: inout JSONReader) throws(JSONError) {
        var row: [JSONValue]?
        var output: [Double]?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "row":
                row = try SettingsReading.list(&reader) { (reader) throws(JSONError) in try reader.readValue() }
            case "output": output = try Self.readOutput(&reader)
            case "space": space = try SettingsReading.space(&reader)
            case "tolerance": tolerance = try SettingsReading.fraction(&reader)
            default: throw SettingsReading.unknown(key, among: ["row", "output", "space", "tolerance"], reader)
            }
        }
        guard let row else { throw reader.error(.missingKey("row")) }
        guard let output else { throw reader.error(.missingKey("output")) }
        (self.row, self.output) = (row, output)
    }

    /// One number a column; a single number stands for a list of one.
    private static func readOutput(_ reader: inout JSONReader) throws(JSONError) -> [Double] {
        try reader.peekKind() == .number ? [reader.readDouble()] : reader.readDoubles()
    }
}

extension ModelSettings.Lineage {
    /// Reads the object `lineage`.
    init(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "code": code = try SettingsReading.text(&reader)
            case "data": data = try SettingsReading.text(&reader)
            case "trained_at": trainedAt = try SettingsReading.text(&reader)
            case "trained_by": trainedBy = try SettingsReading.text(&reader)
            default: throw SettingsReading.unknown(key, among: ["code", "data", "trained_at", "trained_by"], reader)
            }
        }
    }
}
