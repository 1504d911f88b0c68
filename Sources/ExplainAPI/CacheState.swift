/// Where an explanation came from.
public enum CacheState: String, Sendable, Hashable, CaseIterable {
    /// It was computed for this request.
    case miss
    /// It was kept from an earlier request.
    case hit
    /// It was computed for an equal request in flight at the same time.
    case joined
}
