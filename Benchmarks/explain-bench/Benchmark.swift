/// Something to time.
struct Benchmark {
    /// What it does, such as `predict`.
    let name: String
    /// The model it does that with; `-` where there is none.
    var model = "-"
    /// The size of the work, such as `rows=6400`.
    let size: String
    /// How many units one run handles.
    let count: Int
    /// The unit, such as `rows`.
    let unit: String
    /// Makes it ready to run; not called for benchmarks that are filtered out.
    let prepare: () throws -> Work

    /// What a filter is compared with; the bars at both ends let a filter name a whole part.
    var path: String { "/\(name)/\(model)/\(size)/" }
}
