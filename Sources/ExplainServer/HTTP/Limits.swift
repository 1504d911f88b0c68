/// Every bound the HTTP server keeps, with its default.
///
/// Nothing in the server grows or waits without one of these. What happens beyond a limit is said with each.
struct Limits: Sendable, Equatable {
    /// The longest request line, without its line end, in bytes; beyond it: 414.
    var requestLineBytes = 8192
    /// The longest head (request line and fields, with line ends), in bytes; beyond it: 431.
    var headBytes = 32 * 1024
    /// The most header fields in a request; beyond it: 431.
    var fieldCount = 100
    /// The longest request body where a route names no limit of its own, in bytes; beyond it: 413.
    var bodyBytes = 8 * 1024 * 1024
    /// The longest chunk extension, in bytes; beyond it: 400.
    var chunkExtensionBytes = 256
    /// The longest trailer section of a chunked body, in bytes; beyond it: 431.
    var trailerBytes = 8192
    /// The most trailer fields of a chunked body; beyond it: 431.
    var trailerCount = 32
    /// The longest body of a refused request that is read and dropped to keep the connection, in bytes.
    ///
    /// Beyond it the connection is closed after the answer.
    var discardedBodyBytes = 64 * 1024

    /// Connections the kernel may hold before they are accepted.
    var listenBacklog = 1024
    /// Connections open at once; beyond it the listener is not polled.
    var connectionCount = 1024
    /// How long accepting pauses when the process is out of descriptors, in milliseconds.
    var acceptPauseMilliseconds = 100
    /// The most bytes read from one connection in one turn of the loop.
    var readBytes = 64 * 1024
    /// Unsent bytes from which on a connection is neither read nor served.
    var outputHighWaterBytes = 256 * 1024

    /// From the first byte of a head to its end, in milliseconds; beyond it: 408 and close.
    var headTimeoutMilliseconds = 10_000
    /// From the end of a head to the end of its body, in milliseconds; beyond it: 408 and close.
    var bodyTimeoutMilliseconds = 30_000
    /// The slowest average rate of a body once its grace is over, in bytes a second; below it: 408 and close.
    var minimumBodyBytesPerSecond = 1024
    /// How long a body may be slower than the minimum rate, in milliseconds.
    var bodyRateGraceMilliseconds = 5000
    /// How long a connection may stay open between requests, in milliseconds; beyond it: close.
    var idleTimeoutMilliseconds = 60_000
    /// How long unsent bytes may wait for the client to take any, in milliseconds; beyond it: close.
    var writeStallTimeoutMilliseconds = 30_000
    /// How long a client that has shut down its sending side is still waited for with an answer, in milliseconds.
    ///
    /// Beyond it: its computation stops, unless others wait for it, too.
    var halfCloseGraceMilliseconds = 1000
    /// How long a closing connection is drained, in milliseconds, so that a reset does not destroy the last response.
    var lingerTimeoutMilliseconds = 1000
    /// How many bytes a closing connection is drained of.
    ///
    /// Twice the body limit: a client that sends somewhat more than is accepted still reads why it was refused.
    var lingerBytes = 16 * 1024 * 1024
    /// The time between two sweeps over the deadlines, in milliseconds.
    var tickMilliseconds = 200

    /// Computations that may wait for a core, for every core; beyond it: 503 with Retry-After.
    ///
    /// Explanations of milliseconds make a deep queue short in time; sixteen clients should not meet a full one.
    var computeQueuePerCore = 32
    /// How long a synchronous explanation may take, in milliseconds; beyond it: an anytime answer or a job.
    var syncDeadlineMilliseconds = 10_000
    /// How long requests in flight may take to finish after the first SIGTERM, in milliseconds.
    var shutdownGraceMilliseconds = 25_000
}
