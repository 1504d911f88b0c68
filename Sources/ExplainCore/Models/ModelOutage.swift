/// Why a model that is asked elsewhere gave no answer.
public enum ModelOutage: Sendable, Equatable {
    /// Nobody accepted the connection.
    case noConnection
    /// Its address is one that must not be reached.
    case forbiddenAddress
    /// The connection ended before the answer did.
    case brokenOff
    /// It answered with this status, which is no success.
    case status(Int)
    /// It failed so often that it is not asked for some seconds.
    case suspended(seconds: Int)
    /// It answers, but not as a model may; the text says what is wrong and names no address and no row.
    case unfit(String)
}
