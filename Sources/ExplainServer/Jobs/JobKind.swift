/// What a job computes; the raw value is what clients read and what is kept on disk.
enum JobKind: String, Sendable, CaseIterable {
    case explain
    case importance
}
