/// One model of the catalog with its versions.
struct ModelEntry: Sendable {
    /// The name in the API.
    let name: String
    /// The versions that loaded, lowest first; never empty.
    let versions: [ServedModel]
    /// The version that answers when a request names none.
    let current: ServedModel

    /// The given version; without one, the current.
    func version(_ version: String?) -> ServedModel? {
        guard let version else { return current }
        return versions.first { $0.version == version }
    }
}
