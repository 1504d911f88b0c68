/// Why a test client has no response.
enum TestClientError: Error, Equatable {
    /// Nothing came in time.
    case timeout
    /// The server closed the connection before the response was complete.
    case closed
    /// What came is no response.
    case malformedResponse(String)
    /// A system call failed with that value of `errno`.
    case system(call: String, code: Int32)
}
