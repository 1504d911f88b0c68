/// A command's options and operands, taken apart.
struct Arguments: Sendable, Equatable {
    /// The words that are no options, in order.
    private(set) var operands: [String] = []

    private var values: [String: String] = [:]
    private var flags: Set<String> = []

    /// Takes words apart by the options that are known; the last one wins where an option is repeated.
    ///
    /// `--name value` and `--name=value` are the same, `--` ends the options, and a single `-` is an operand.
    ///
    /// - Throws: ``UsageError`` for an unknown option, or a value that is missing or too many.
    init(_ words: some Sequence<String>, options: [CommandOption]) throws(UsageError) {
        var iterator = words.makeIterator()
        var endsOptions = false
        while let word = iterator.next() {
            if endsOptions || !word.hasPrefix("-") || word == "-" {
                operands.append(word)
            } else if word == "--" {
                endsOptions = true
            } else if word == "-h" {
                flags.insert("help")
            } else {
                try take(word, options) { iterator.next() }
            }
        }
    }

    private mutating func take(
        _ word: String, _ options: [CommandOption], next: () -> String?
    ) throws(UsageError) {
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard word.hasPrefix("--"), let name = parts.first.map(String.init),
            let option = options.first(where: { $0.name == name })
        else { throw .unknownOption(word) }
        if option.placeholder == nil {
            guard parts.count == 1 else { throw .unexpectedValue(name) }
            flags.insert(name)
        } else if parts.count == 2 {
            values[name] = String(parts[1])
        } else {
            guard let value = next() else { throw .missingValue(name) }
            values[name] = value
        }
    }

    /// Whether an option without a value was given.
    func has(_ name: String) -> Bool { flags.contains(name) }

    /// The value of an option.
    func value(_ name: String) -> String? { values[name] }

    /// The whole number of an option.
    ///
    /// - Throws: ``UsageError/badValue(option:value:expected:)`` when it is none, or below `minimum`.
    func integer(_ name: String, atLeast minimum: Int = 0) throws(UsageError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), number >= minimum else {
            throw .badValue(option: name, value: text, expected: "a whole number from \(minimum)")
        }
        return number
    }

    /// The operands, when there are exactly as many as `names`.
    ///
    /// - Throws: ``UsageError`` naming the first that is missing or too many.
    func operands(_ names: String...) throws(UsageError) -> [String] {
        if operands.count < names.count { throw .missingOperand(names[operands.count]) }
        if operands.count > names.count { throw .unexpectedOperand(operands[names.count]) }
        return operands
    }
}
