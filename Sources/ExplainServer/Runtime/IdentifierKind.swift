/// What an identifier names; the raw value is its prefix.
enum IdentifierKind: String, Sendable, CaseIterable {
    case job = "jb_"
    case explanation = "ex_"
    case request = "rq_"
}
