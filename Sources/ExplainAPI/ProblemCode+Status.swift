extension ProblemCode {
    /// The HTTP status of the answer.
    public var status: Int {
        switch self {
        case .malformedRequest, .malformedJSON: 400
        case .unknownRoute, .unknownModel, .unknownJob: 404
        case .methodNotAllowed: 405
        case .requestTimeout: 408
        case .jobNotFinished, .jobFailed, .idempotencyConflict, .modelChanged: 409
        case .jobGone: 410
        case .payloadTooLarge: 413
        case .targetTooLong: 414
        case .unsupportedMediaType: 415
        case .expectationFailed: 417
        case .invalidRequest, .unknownParameter, .invalidParameter, .unknownMethod, .unknownEstimator, .unknownOutput,
            .unknownBackground, .unsupportedSpace, .budgetTooLarge, .budgetTooSmall, .tooManyPlayers, .unsuitableData,
            .noInstances, .tooManyInstances, .wrongWidth, .unknownFeature, .missingFeature, .missingValue, .wrongType,
            .notFinite, .outOfRange, .notAnInteger, .unknownCategory, .invalidLabels:
            422
        case .jobQueueFull: 429
        case .headTooLarge: 431
        case .clientGone: 499
        case .modelFailed, .internal: 500
        case .notImplemented: 501
        case .modelUnavailable, .modelSuspended, .modelBadAnswer: 502
        case .overloaded, .draining, .storeFailed: 503
        case .deadlineExceeded, .modelTimeout: 504
        case .versionNotSupported: 505
        }
    }

    /// The kind of problem in a few words; the same for every occurrence.
    public var title: String {
        switch self {
        case .malformedRequest: "The request breaks the protocol"
        case .malformedJSON: "The body is not JSON"
        case .requestTimeout: "The request did not arrive in time"
        case .payloadTooLarge: "The body is too large"
        case .targetTooLong: "The request target is too long"
        case .headTooLarge: "The request head is too large"
        case .unsupportedMediaType: "The media type is not supported"
        case .expectationFailed: "The expectation cannot be met"
        case .notImplemented: "Not implemented"
        case .versionNotSupported: "The protocol version is not supported"
        case .unknownRoute: "Nothing at this path"
        case .methodNotAllowed: "The resource does not have this method"
        case .unknownModel: "No such model"
        case .unknownJob: "No such job"
        case .invalidRequest: "The request has the wrong form"
        case .unknownParameter: "No such parameter"
        case .invalidParameter: "The parameter's value is not acceptable"
        case .unknownMethod: "No such explanation method"
        case .unknownEstimator: "No such estimator"
        case .unknownOutput: "The model has no such output"
        case .unknownBackground: "The model has no such background"
        case .unsupportedSpace: "The model does not offer this space"
        case .budgetTooLarge: "The budget is above the limit"
        case .budgetTooSmall: "The budget is below what the method needs"
        case .tooManyPlayers: "Too many features for exact values"
        case .unsuitableData: "The data lack what the method needs"
        case .noInstances: "There is nothing to work on"
        case .tooManyInstances: "Too many instances"
        default: rowTitle ?? serverTitle
        }
    }

    private var rowTitle: String? {
        switch self {
        case .wrongWidth: "The row has the wrong number of values"
        case .unknownFeature: "The model has no such feature"
        case .missingFeature: "A feature is missing"
        case .missingValue: "The value must not be missing"
        case .wrongType: "The value has the wrong type"
        case .notFinite: "The number is not finite"
        case .outOfRange: "The number is out of range"
        case .notAnInteger: "The value is not a whole number"
        case .unknownCategory: "The feature has no such category"
        case .invalidLabels: "The labels do not fit"
        default: nil
        }
    }

    private var serverTitle: String {
        switch self {
        case .jobQueueFull: "The job queue is full"
        case .jobNotFinished: "The job has not finished"
        case .jobFailed: "The job failed"
        case .jobGone: "The job's result is gone"
        case .idempotencyConflict: "The idempotency key belongs to another request"
        case .overloaded: "The server is overloaded"
        case .draining: "The server is shutting down"
        case .storeFailed: "The store failed"
        case .clientGone: "The client has gone"
        case .deadlineExceeded: "The deadline passed"
        case .modelFailed: "The model failed"
        case .modelChanged: "The model has changed"
        case .modelUnavailable: "The model server gives no answer"
        case .modelSuspended: "The model server is left alone for a while"
        case .modelBadAnswer: "The model server's answer is not usable"
        case .modelTimeout: "The model server did not answer in time"
        default: "Internal error"
        }
    }
}
