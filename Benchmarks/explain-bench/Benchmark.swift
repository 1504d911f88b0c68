/// Something to time.
struct Benchmark {
    /// What it does, such as `enumeration`.
    let name: String
    /// The size of the work, such as `10 players`.
    let size: String
    /// How many units one run handles.
    let count: Int
    /// The unit, such as `rows`.
    let unit: String
    /// What is wrong with its result; nil when it is right.
    let validate: () throws -> String?
    /// One run; the number is a piece of the result, so that no run can be left out.
    let run: () throws -> Double
}
