/// A place in the list of jobs, in a form that clients hand back unread.
struct JobCursor: Sendable, Equatable {
    /// The sequence of the last job shown.
    var sequence: Int64

    /// Creates a cursor after the job of this sequence.
    init(after sequence: Int64) { self.sequence = sequence }

    /// Reads a cursor; none if the text is not one.
    init?(_ text: String) {
        guard text.utf8.count == 18, text.hasPrefix("j1"), !text.utf8.contains(UInt8(ascii: "+")) else { return nil }
        guard let sequence = Int64(text.dropFirst(2), radix: 16), sequence > 0 else { return nil }
        self.sequence = sequence
    }

    /// The text that clients hand back.
    var text: String {
        let digits = String(sequence, radix: 16)
        return "j1" + String(repeating: "0", count: max(0, 16 - digits.count)) + digits
    }
}
