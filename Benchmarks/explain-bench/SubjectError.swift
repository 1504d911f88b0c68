/// Why a model of a folder is not measured.
struct SubjectError: Error {
    /// The reason in words.
    let reason: String
}
