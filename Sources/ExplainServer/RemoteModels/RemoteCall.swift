import ExplainCore

/// Who asks a model elsewhere, and for how long: what surrounds a call without changing its answer.
struct RemoteCall: Sendable {
    /// Stops the call.
    var cancellation: Cancellation?
    /// When the server, and not the caller, gives up, on the monotonic clock; nil: never.
    var endNanoseconds: UInt64?
    /// When a job has had its time, on the monotonic clock: no request begins afterwards; nil: never.
    var jobEndNanoseconds: UInt64?
    /// The caller's fields that are sent on.
    var fields: [HTTPField] = []

    /// The fields of a request that are sent on: its identifier, its trace and, if the target wants it, its credentials.
    static func fields(of head: RequestHead, withAuthorization: Bool) -> [HTTPField] {
        let names = ["x-request-id", "traceparent"] + (withAuthorization ? ["authorization"] : [])
        return names.compactMap { name in
            guard let value = head.fields[name], value.utf8.count <= 8_192,
                value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
            else { return nil }
            return HTTPField(name, value)
        }
    }
}
