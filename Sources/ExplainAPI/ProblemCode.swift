/// What went wrong, as a stable word for programs; the status and the title follow from it.
///
/// The list is closed and part of the API: codes are added, never renamed.
public enum ProblemCode: String, Error, Sendable, Hashable, CaseIterable {
    // The message itself.
    case malformedRequest = "malformed_request"
    case malformedJSON = "malformed_json"
    case requestTimeout = "request_timeout"
    case payloadTooLarge = "payload_too_large"
    case targetTooLong = "target_too_long"
    case headTooLarge = "head_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case expectationFailed = "expectation_failed"
    case notImplemented = "not_implemented"
    case versionNotSupported = "version_not_supported"

    // What it asks for.
    case unknownRoute = "unknown_route"
    case methodNotAllowed = "method_not_allowed"
    case unknownModel = "unknown_model"
    case unknownJob = "unknown_job"
    case invalidRequest = "invalid_request"
    case unknownParameter = "unknown_parameter"
    case invalidParameter = "invalid_parameter"
    case unknownMethod = "unknown_method"
    case unknownEstimator = "unknown_estimator"
    case unknownOutput = "unknown_output"
    case unknownBackground = "unknown_background"
    case unsupportedSpace = "unsupported_space"
    case budgetTooLarge = "budget_too_large"
    case budgetTooSmall = "budget_too_small"
    case tooManyPlayers = "too_many_players"
    case unsuitableData = "unsuitable_data"

    // Rows and labels.
    case noInstances = "no_instances"
    case tooManyInstances = "too_many_instances"
    case wrongWidth = "wrong_width"
    case unknownFeature = "unknown_feature"
    case missingFeature = "missing_feature"
    case missingValue = "missing_value"
    case wrongType = "wrong_type"
    case notFinite = "not_finite"
    case outOfRange = "out_of_range"
    case notAnInteger = "not_an_integer"
    case unknownCategory = "unknown_category"
    case invalidLabels = "invalid_labels"

    // Jobs.
    case jobQueueFull = "job_queue_full"
    case jobNotFinished = "job_not_finished"
    case jobFailed = "job_failed"
    case jobGone = "job_gone"
    case idempotencyConflict = "idempotency_conflict"

    // The server and its models.
    case overloaded
    case draining
    case storeFailed = "store_failed"
    case clientGone = "client_gone"
    case deadlineExceeded = "deadline_exceeded"
    case modelFailed = "model_failed"
    case modelChanged = "model_changed"
    case modelUnavailable = "model_unavailable"
    case modelSuspended = "model_suspended"
    case modelBadAnswer = "model_bad_answer"
    case modelTimeout = "model_timeout"
    case `internal`
}
