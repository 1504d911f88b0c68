import ExplainCore

/// Reads the members of a request's body that every kind of request shares.
enum RequestReader {
    /// Reads a body whose members are `instances` (or `inputs`) and others that `read` takes.
    ///
    /// A body that is no JSON is refused as such, also where something before the defect is wrong in another way.
    ///
    /// - Throws: ``Problem`` for a member that nobody takes, rows under both names, and rows that are absent or none.
    static func rows(
        _ body: [UInt8], _ decoder: RowDecoder, members: [String],
        _ read: (String, inout JSONReader) throws(Problem) -> Void
    ) throws(Problem) -> Matrix {
        do throws(Problem) {
            return try readRows(body, decoder, members: members, read)
        } catch {
            throw malformation(of: body) ?? error
        }
    }

    /// The problem of a body that is no JSON; nil where it is JSON.
    private static func malformation(of body: [UInt8]) -> Problem? {
        do throws(JSONError) {
            var reader = JSONReader(body)
            try reader.skipValue()
            try reader.finish()
            return nil
        } catch {
            return error.isMalformed ? Problem(error) : nil
        }
    }

    private static func readRows(
        _ body: [UInt8], _ decoder: RowDecoder, members: [String],
        _ read: (String, inout JSONReader) throws(Problem) -> Void
    ) throws(Problem) -> Matrix {
        var reader = JSONReader(body)
        guard try ParameterReader.kind(&reader) == .object else {
            throw Problem(.invalidRequest, detail: "The body must be an object with the member \"instances\".")
        }
        try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.beginObject() }
        var rows: (member: String, matrix: Matrix)?
        while let member = try ParameterReader.read(&reader, { (reader) throws(JSONError) in try reader.nextKey() }) {
            if member == "instances" || member == "inputs" {
                guard rows == nil else {
                    throw Problem(
                        .invalidRequest, detail: "The body has both \"instances\" and \"inputs\"; give one of them.",
                        field: member)
                }
                rows = (member, try decoder.rows(&reader))
            } else if members.contains(member) {
                try read(member, &reader)
            } else {
                throw unknown(member, among: ["instances"] + members)
            }
        }
        try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.finish() }
        guard let rows else {
            throw Problem(
                .invalidRequest, detail: "The body has no \"instances\"; give an array of rows.", field: "instances")
        }
        guard rows.matrix.rows > 0 else {
            throw Problem(
                .noInstances, detail: "\(rows.member) is empty; give at least one row.", field: rows.member)
        }
        return rows.matrix
    }

    private static func unknown(_ member: String, among members: [String]) -> Problem {
        Problem(
            .unknownParameter,
            detail: "The body has no member \(ParameterReader.quoted(member)); the members are "
                + members.joined(separator: ", ") + ".",
            field: member)
    }
}
