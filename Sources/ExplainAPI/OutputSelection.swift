/// Which outputs of a model a request is about.
public enum OutputSelection: Sendable, Hashable {
    /// Every output.
    case all
    /// The output at this position, from 0.
    case index(Int)
    /// The output of this name.
    case name(String)
}
