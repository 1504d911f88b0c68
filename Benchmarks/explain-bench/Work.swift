/// A benchmark that is ready to run.
struct Work {
    /// What ``validate`` compares, in words.
    let check: String
    /// What is wrong with the result; nil when it is right.
    let validate: () throws -> String?
    /// One run; the number is a piece of the result, so that no run can be left out.
    let run: () throws -> Double
    /// The processor seconds spent in the model so far; nil where that is not counted apart.
    var modelSeconds: (() -> Double)?
    /// Numbers of the result to check against another implementation's.
    var sample: () throws -> [Double] = { [] }
    /// Further figures by name, asked for after the last run.
    var facts: () -> [Fact] = { [] }
    /// Whether one run takes so long that it is not repeated.
    var isLong = false

    /// A figure that is no time.
    struct Fact {
        /// Its name with its unit, such as `table_bytes`.
        let name: String
        /// Its value.
        let value: Double
    }
}
