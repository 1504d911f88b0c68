import ExplainAPI
import ExplainCore

extension Problem {
    /// Why a model that is asked elsewhere gave no answer.
    ///
    /// Its own words are never repeated: they may hold rows.
    init(_ outage: ModelOutage) {
        switch outage {
        case .noConnection:
            self.init(.modelUnavailable, detail: "The model server cannot be connected to; see whether it runs.")
        case .forbiddenAddress:
            self.init(
                .modelUnavailable,
                detail:
                    "The model server's name leads to an address that no model server has, such as a link-local one.")
        case .brokenOff:
            self.init(.modelUnavailable, detail: "The model server closed the connection before it had answered.")
        case .status(let status):
            self.init(
                .modelUnavailable,
                detail: "The model server answered with status \(status)"
                    + ((300..<400).contains(status) ? ", a redirection, which is not followed." : "; its log says why.")
            )
        case .suspended(let seconds):
            self.init(
                .modelSuspended,
                detail: "The model server failed too often and is not asked for \(seconds) s; ask again then.")
            retryAfterSeconds = seconds
        case .unfit(let reason):
            self.init(.modelUnavailable, detail: "The model server does not answer as a model: \(reason).")
        }
    }

    /// What is wrong with the answer of a model that is asked elsewhere.
    init(_ fault: AnswerFault) {
        self.init(.modelBadAnswer, detail: "The model server's answer \(fault.phrase).")
    }

    /// As many explanations of a model wait as its settings allow.
    static func modelOverloaded(_ model: String) -> Problem {
        Problem(
            .overloaded,
            detail: "As many requests for model \(model) wait for its server as its settings allow; ask again in a "
                + "second, or send mode async.")
    }

    /// A job keeps no credentials.
    static func jobWithoutAuthorization(_ model: String) -> Problem {
        Problem(
            .invalidParameter,
            detail: "Model \(model) is asked with the caller's own Authorization, which a job does not keep; use mode "
                + "sync with a smaller budget or fewer instances.",
            field: "parameters.mode")
    }
}

extension AnswerFault {
    /// The fault as the end of a sentence.
    var phrase: String {
        switch self {
        case .notHTTP: "is not HTTP/1.1"
        case .mediaType: "is not plain JSON by its header"
        case .tooLong: "is longer than max_answer_bytes"
        case .form: "is not the JSON of the protocol"
        case .otherRequest: "belongs to another request"
        case .output: "does not have the one output that the model's explain.json chooses"
        case .rows(let count, let expected): "has \(count) rows where \(expected) were asked"
        case .width(let count, let expected): "has a row of \(count) numbers where \(expected) are expected"
        case .labels: "has labels where numbers are expected"
        case .notFinite: "has a number that is missing or not finite"
        }
    }
}
