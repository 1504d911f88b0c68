/// What explainctl says to the shell.
enum ExitCode: Int32 {
    /// Done.
    case success = 0
    /// The server refused or failed, a job failed, or a service is not ready.
    case refused = 1
    /// No server answered.
    case unreachable = 2
    /// The command line makes no sense (EX_USAGE of sysexits.h).
    case usage = 64
}
