/// A place where the text breaks a house rule, and what to do about it.
struct TidyFinding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let remedy: String

    var description: String { "\(path):\(line): \(remedy)" }
}
