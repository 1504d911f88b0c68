import ExplainCore

/// The kinds of value that settings consist of.
enum SettingsReading {
    /// A text that is not empty.
    static func text(_ reader: inout JSONReader) throws(JSONError) -> String {
        let text = try reader.readString()
        guard !text.isEmpty else { throw reader.error(.unacceptable("an empty text")) }
        return text
    }

    /// One of a few words.
    static func word(_ reader: inout JSONReader, among words: [String]) throws(JSONError) -> String {
        let word = try reader.readString()
        guard words.contains(word) else {
            throw reader.error(.unacceptable("'\(word.prefix(64))' is none of \(words.joined(separator: ", "))"))
        }
        return word
    }

    /// A list; `element` reads one element.
    static func list<Element>(
        _ reader: inout JSONReader, element: (inout JSONReader) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        var elements: [Element] = []
        try reader.beginArray()
        while try reader.nextElement() { elements.append(try element(&reader)) }
        return elements
    }

    /// A list of different texts, at least one.
    static func names(_ reader: inout JSONReader) throws(JSONError) -> [String] {
        var seen: Set<String> = []
        let names = try list(&reader) { (reader) throws(JSONError) in
            let name = try text(&reader)
            guard seen.insert(name).inserted else { throw reader.error(.unacceptable("'\(name)' occurs twice")) }
            return name
        }
        guard !names.isEmpty else { throw reader.error(.unacceptable("an empty list")) }
        return names
    }

    /// A space that can be explained.
    static func space(_ reader: inout JSONReader) throws(JSONError) -> OutputSpace {
        try word(&reader, among: [OutputSpace.margin.rawValue, OutputSpace.probability.rawValue])
            == OutputSpace.margin.rawValue ? .margin : .probability
    }

    /// A number from 0 to 1.
    static func fraction(_ reader: inout JSONReader) throws(JSONError) -> Double {
        let value = try reader.readDouble()
        guard (0...1).contains(value) else { throw reader.error(.unacceptable("\(value) is not between 0 and 1")) }
        return value
    }

    /// A half-open range, written as its two ends.
    static func range(_ reader: inout JSONReader) throws(JSONError) -> Range<Int> {
        let ends = try reader.readInts()
        guard ends.count == 2, ends[0] >= 0, ends[0] < ends[1] else {
            throw reader.error(.unacceptable("expected [first, end] with 0 <= first < end"))
        }
        return ends[0]..<ends[1]
    }

    /// The error for a member that means nothing, at its place.
    static func unknown(_ key: String, among known: [String], _ reader: borrowing JSONReader) -> JSONError {
        let hint =
            NearestName.nearest(to: key, among: known).map { "did you mean \"\($0)\"?" }
            ?? "known are \(known.joined(separator: ", "))"
        return reader.error(.unacceptable("unknown member; \(hint)"))
    }
}
