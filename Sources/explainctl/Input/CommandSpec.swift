/// What a command is called, takes and says about itself.
struct CommandSpec: Sendable {
    /// The word after `explainctl`.
    let name: String

    /// What it does, in one line.
    let summary: String

    /// Its operands as they are written in help, such as `MODEL`.
    let operands: String

    /// Its own options.
    let options: [CommandOption]

    /// Further lines of help: examples and what the exit code means.
    let notes: [String]

    init(_ name: String, _ operands: String = "", summary: String, options: [CommandOption] = [], notes: [String] = [])
    {
        self.name = name
        self.operands = operands
        self.summary = summary
        self.options = options
        self.notes = notes
    }

    /// The text of `explainctl NAME --help`.
    var help: String {
        let usage = ["explainctl", name, operands, "[options]"].filter { !$0.isEmpty }.joined(separator: " ")
        var lines = ["usage: \(usage)", "", summary]
        if !notes.isEmpty { lines += [""] + notes }
        if !options.isEmpty { lines += ["", "options:"] + Self.lines(options) }
        lines += ["", "every command:"] + Self.lines(CommandOption.shared)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Options as aligned lines.
    static func lines(_ options: [CommandOption]) -> [String] {
        let width = options.map(\.usage.count).max() ?? 0
        return options.map { "  " + $0.usage.padded(to: width) + "  " + $0.help }
    }
}
