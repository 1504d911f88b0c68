import ExplainAPI
import ExplainCore

/// A model that is loaded, checked, and ready to predict and explain.
struct ServedModel: Sendable {
    /// The name in the API.
    let name: String
    /// The version in the API, such as `3`.
    let version: String
    /// SHA-256 over canonical settings, model file and schema, as `sha256:<64 hex digits>`.
    let digest: String
    /// What predicts.
    let model: any Model
    /// The input columns.
    let schema: FeatureSchema
    /// Reads the rows of requests.
    let decoder: RowDecoder
    /// One player a column.
    let players: Players
    /// One player a group of columns, and one for each column without a group.
    let groups: Players
    /// The outputs' names in the spaces that can be explained; see ``outputNames(in:)``.
    let scoreNames: [String]
    /// The output explained when a request names none; an index into the outputs.
    let defaultOutput: Int
    /// The space explained when a request names none.
    let space: OutputSpace
    /// The reference rows by name.
    let backgrounds: [String: Background]
    /// The background used when a request names none; nil where the model has none and only predicts.
    let defaultBackground: String?
    /// Whether the model can take missing values at all; the schema says which columns may be missing.
    let acceptsMissing: Bool
    /// What the model is made of.
    let structure: ModelStructure
    /// Where the model comes from, as its settings say.
    let lineage: ModelSettings.Lineage?
    /// What the reader of the model file thought worth telling.
    let notes: [String]
    /// The number of `expected` rows that were checked at load time.
    let expectedChecked: Int
    /// How long loading and checking it took.
    let loadSeconds: Double
    /// Where the model is asked, if it is behind an address.
    let remote: RemoteTarget?
    /// The tables that explain its trees, if it has any, shared by all loads of the same model.
    let leafTables: LeafTableCache
    /// What it answers for its backgrounds on average, once asked for.
    let baseValues = BaseValueCache()

    /// The names of the output columns in `space`, in order.
    ///
    /// A label is one column, called `label`.
    func outputNames(in space: OutputSpace) -> [String] {
        space == .label ? ["label"] : scoreNames
    }
}

extension ServedModel: CustomStringConvertible {
    /// Name and version, such as `credit/3`.
    var description: String { name + "/" + version }
}
