/// Takes comma-separated text apart, record by record.
struct CSVRecords {
    /// One record.
    struct Record: Equatable {
        /// The line it starts on, counted from 1.
        let line: Int
        /// Its fields; nil for an empty one without quotes.
        let fields: [String?]
    }

    private var scalars: String.UnicodeScalarView.SubSequence
    private var line = 1

    /// Whether the text ended inside quotes.
    private(set) var isOpen = false

    init(_ text: String) {
        scalars = text.unicodeScalars[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    }

    /// The next record that is not a blank line.
    mutating func next() -> Record? {
        while !scalars.isEmpty {
            let start = line
            var fields: [String?] = []
            repeat { fields.append(field()) } while takeComma()
            endLine()
            if fields != [nil] { return Record(line: start, fields: fields) }
        }
        return nil
    }

    private mutating func takeComma() -> Bool {
        guard scalars.first == "," else { return false }
        scalars.removeFirst()
        return true
    }

    private mutating func endLine() {
        if scalars.first == "\r" { scalars.removeFirst() }
        if scalars.first == "\n" { scalars.removeFirst() }
        line += 1
    }

    private mutating func field() -> String? {
        if scalars.first == "\"" { return quoted() }
        var text = String.UnicodeScalarView()
        while let scalar = scalars.first, scalar != ",", scalar != "\n", scalar != "\r" {
            text.append(scalar)
            scalars.removeFirst()
        }
        return text.isEmpty ? nil : String(text)
    }

    private mutating func quoted() -> String {
        scalars.removeFirst()
        var text = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            if scalar == "\"" {
                guard scalars.first == "\"" else { return String(text) }
                scalars.removeFirst()
            } else if scalar == "\n" {
                line += 1
            }
            text.append(scalar)
        }
        isOpen = true
        return String(text)
    }
}
