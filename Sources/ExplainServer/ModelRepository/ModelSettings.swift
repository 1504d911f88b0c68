import ExplainCore

/// What a model's `explain.json` says; a nil member is left to its default.
struct ModelSettings: Sendable, Equatable {
    /// The model's name in the API; the folder's name by default.
    var name: String?
    /// The version in the API; the version folder's name, or `1`, by default.
    var version: String?
    /// The model file, relative to the folder.
    var modelFile: String?
    /// The model server, where the model is behind an address.
    var remote: RemoteSettings?
    /// The boosting rounds used; all of them, or those up to the best one, by default.
    var iterations: Range<Int>?
    /// The columns; the model file's or the background's by default.
    var features: [FeatureSettings]?
    /// Names of the outputs, or of the classes of a model with one output.
    var outputs: [String]?
    /// The name of the output explained by default.
    var defaultOutput: String?
    /// The space explained by default.
    var space: OutputSpace?
    /// Names and files of the backgrounds, in the order of the file.
    var backgrounds: [NamedFile]?
    /// Rows with the outputs that the training environment gave.
    var expected: [ExpectedRow] = []
    /// Where the model comes from.
    var lineage: Lineage?
    /// Which version folder answers by default; only beside version folders.
    var defaultVersion: String?
    /// The whole file with sorted members, for the digest.
    var canonical: [UInt8] = []

    /// One column.
    struct FeatureSettings: Sendable, Equatable {
        /// The column's name.
        var name: String
        /// How values are written; the model file's kind, or float, by default.
        var kind: Feature.Kind?
        /// Whether missing values are allowed; no by default.
        var isNullable: Bool?
        /// The logical feature that the column belongs to.
        var group: String?
    }

    /// A name and a file in the model's folder.
    struct NamedFile: Sendable, Equatable {
        /// The name.
        var name: String
        /// The path, relative to the folder.
        var file: String
    }

    /// A row and what the model must answer.
    struct ExpectedRow: Sendable, Equatable {
        /// One value a column, as in a request.
        var row: [JSONValue]
        /// The outputs in column order.
        var output: [Double]
        /// The scale of `output`; the settings' space by default.
        var space: OutputSpace?
        /// The relative error allowed; by default as strict as the model's format permits.
        var tolerance: Double?
    }

    /// Where a model comes from; free text, kept and shown as it is.
    struct Lineage: Sendable, Equatable {
        /// The training code, such as `git:9f2c`.
        var code: String?
        /// The training data, such as a digest.
        var data: String?
        /// When it was trained, as RFC 3339 text.
        var trainedAt: String?
        /// Who is responsible.
        var trainedBy: String?
    }
}
