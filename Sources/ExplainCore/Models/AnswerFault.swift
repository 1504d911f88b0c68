/// What is wrong with the answer of a model that is asked elsewhere.
///
/// Never anything of the answer's own text: it may repeat rows, or tell of the inside of another service.
public enum AnswerFault: Error, Sendable, Equatable {
    /// It is not HTTP/1.1.
    case notHTTP
    /// It is of another media type than JSON, such as a page for people, or compressed.
    case mediaType
    /// It is longer than is accepted.
    case tooLong
    /// It is not JSON, or not the JSON of the protocol.
    case form
    /// It belongs to another request.
    case otherRequest
    /// It has several outputs, and the settings choose none; or not the one they choose.
    case output
    /// It has answers for so many rows.
    case rows(Int, expected: Int)
    /// A row has so many numbers.
    case width(Int, expected: Int)
    /// It has texts where numbers are expected: labels.
    case labels
    /// A number is missing or not finite.
    case notFinite
}
