import ExplainCore

/// What `model.remote` of an `explain.json` says.
struct RemoteSettings: Sendable, Equatable {
    /// How the rows of a request are laid out.
    enum Layout: String, Sendable, Equatable, CaseIterable {
        /// One table of numbers.
        case matrix
        /// Each column by its name and with its own type.
        case columns
    }

    /// The floating-point type of the Open Inference Protocol's tensors.
    enum FloatType: String, Sendable, Equatable, CaseIterable {
        case double = "FP64"
        case single = "FP32"
    }

    /// The protocol.
    var wireProtocol: RemoteProtocol
    /// Where the server is.
    var url: PeerURL
    /// The model's name there.
    var name: String?
    /// The model's version there, where the protocol has versions; the server's default otherwise.
    var modelVersion: String?
    /// The path, in place of the protocol's own.
    var path: String?
    /// The output asked for; the server's only one otherwise.
    var output: String?
    /// The name of the input tensor.
    var input = "input-0"
    /// How rows are laid out; by default in columns where a feature has named categories, in one table otherwise.
    var layout: Layout?
    /// The type of the numbers sent.
    var floatType = FloatType.double
    /// Whether answers may be whole numbers and still be no labels.
    var answersWholeNumbers = false

    /// How long one request may take, from the first byte sent to the last received.
    var timeoutMilliseconds = 10_000
    /// How long one attempt at a job may go on asking.
    var jobMilliseconds = 86_400_000
    /// How long connecting may take.
    var connectMilliseconds = 1_000
    /// The most rows of one request.
    var maximumRows = 1_024
    /// The most bytes of one request's body, unless a single row has more.
    var maximumRequestBytes = 1 << 20
    /// The most bytes of one answer.
    var maximumAnswerBytes = 16 << 20
    /// The most connections at once.
    var connections = 2
    /// Explanations that may wait for a thread of the target's.
    var queue = 64
    /// How long the target is left alone after it failed too often.
    var breakerMilliseconds = 10_000

    /// Fields sent with every request.
    var fields: [HTTPField] = []
    /// Whether the caller's own `Authorization` is sent on.
    var forwardsAuthorization = false
    /// The file of the model's folder that holds the value of `Authorization`.
    var authorizationFile: String?

    /// The threads that explain at once.
    var threads: Int { 2 * connections }
}
