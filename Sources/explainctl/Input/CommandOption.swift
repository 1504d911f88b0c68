/// One option of a command.
struct CommandOption: Sendable, Equatable {
    /// The name without its dashes.
    let name: String

    /// What stands for the value in help; nil for an option without a value.
    let placeholder: String?

    /// One line of help.
    let help: String

    init(_ name: String, _ placeholder: String? = nil, help: String) {
        self.name = name
        self.placeholder = placeholder
        self.help = help
    }

    /// How the option is written in help.
    var usage: String { placeholder.map { "--\(name) \($0)" } ?? "--\(name)" }

    /// The options that every command takes, before its name or after it.
    static let shared = [
        CommandOption("url", "URL", help: "the server (EXPLAIND_URL, else http://127.0.0.1:8080)"),
        CommandOption("token-file", "FILE", help: "a file whose first line is the bearer token"),
        CommandOption("timeout", "SECONDS", help: "how long one answer may take (120)"),
        CommandOption("json", help: "print the server's JSON instead of tables"),
        CommandOption("help", help: "show this help"),
    ]
}
