/// Something explainctl does.
protocol Command: Sendable {
    /// Its name, options and help.
    static var spec: CommandSpec { get }

    /// Reads the command line.
    ///
    /// - Throws: ``UsageError``.
    init(_ arguments: Arguments) throws(UsageError)

    /// Does it.
    ///
    /// - Throws: ``CommandError``.
    func run(_ session: Session) throws(CommandError) -> ExitCode
}

/// Every command, in the order of the help.
let allCommands: [any Command.Type] = [
    HealthCommand.self, StatsCommand.self, CacheCommand.self, ModelsCommand.self, ExplainCommand.self,
    ImportanceCommand.self, JobsCommand.self,
]
