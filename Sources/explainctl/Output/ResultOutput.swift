import ExplainCore

/// Shows a result: to a file, as JSON, or as tables.
struct ResultOutput {
    private let session: Session
    private let path: String?

    /// Results go to the file at `path` if there is one, else to standard output.
    init(_ session: Session, path: String?) {
        self.session = session
        self.path = path
    }

    /// Shows an answer that holds explanations or importances.
    ///
    /// - Throws: ``CommandError`` when the file cannot be written or the answer is not understood.
    func show(_ response: ClientResponse) throws(CommandError) {
        if let path {
            try File.write(response.body, to: path)
            session.console.say("wrote \(response.body.count) bytes to \(path)")
        } else if session.printsJSON {
            session.printBody(response)
        } else {
            session.console.print(ResultText.text(try Session.document(response)))
        }
    }
}
