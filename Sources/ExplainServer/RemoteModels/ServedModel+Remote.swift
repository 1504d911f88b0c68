import ExplainCore

extension ServedModel {
    /// The model, asked on behalf of a caller; a model of a file is what it is.
    func model(askedBy call: RemoteCall) -> any Model {
        if let remote = model as? RemoteModel { return remote.asked(by: call) }
        if let remote = (model as? TwoClassModel)?.model as? RemoteModel {
            return TwoClassModel(remote.asked(by: call))
        }
        return model
    }

    /// The fields of a request that are sent on to the model.
    func forwardedFields(of head: RequestHead) -> [HTTPField] {
        guard let remote else { return [] }
        return RemoteCall.fields(of: head, withAuthorization: remote.settings.forwardsAuthorization)
    }

    /// The same surroundings, but with the threads and the parallelism of the model's own target.
    func context(_ context: ComputeContext) -> ComputeContext {
        guard let remote else { return context }
        var own = context
        own.parallelism = remote.settings.connections
        own.executor = remote.executor
        return own
    }
}
