/// Blanks comments and the contents of string literals, so that rules see code alone.
///
/// Interpolations stay code. Line breaks stay, so that positions keep their line.
struct SourceMask {
    private enum Mode {
        case code
        case interpolation(depth: Int)
        case comment
        case string(pounds: Int, isMultiline: Bool)
    }

    private var modes: [Mode] = [.code]
    private var bytes: [UInt8] = []
    private var position = 0
    private var output: [UInt8] = []

    /// The masked text.
    mutating func masked(_ text: String) -> String {
        bytes = Array(text.utf8)
        output.reserveCapacity(bytes.count)
        while position < bytes.count { step() }
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func step() {
        switch modes[modes.count - 1] {
        case .code: stepCode()
        case .interpolation(let depth): stepInterpolation(depth)
        case .comment: stepComment()
        case .string(let pounds, let isMultiline): stepString(pounds, isMultiline)
        }
    }

    private mutating func stepCode() {
        if bytes[position] == UInt8(ascii: "/"), starts(with: "//") {
            modes.append(.comment)
            blank(2)
        } else if !openString() {
            keep()
        }
    }

    private mutating func stepInterpolation(_ depth: Int) {
        if bytes[position] == UInt8(ascii: "(") {
            modes[modes.count - 1] = .interpolation(depth: depth + 1)
            keep()
        } else if bytes[position] == UInt8(ascii: ")") {
            if depth == 1 { modes.removeLast() } else { modes[modes.count - 1] = .interpolation(depth: depth - 1) }
            keep()
        } else if !openString() {
            keep()
        }
    }

    private mutating func stepComment() {
        if bytes[position] == UInt8(ascii: "\n") {
            modes.removeLast()
            keep()
        } else {
            blank(1)
        }
    }

    private mutating func stepString(_ pounds: Int, _ isMultiline: Bool) {
        guard [UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "\n")].contains(bytes[position]) else {
            return blank(1)
        }
        let hashes = String(repeating: "#", count: pounds)
        if starts(with: "\\" + hashes + "(") {
            blank(1 + pounds)
            modes.append(.interpolation(depth: 1))
            keep()
        } else if starts(with: "\\" + hashes) {
            blank(2 + pounds)
        } else if starts(with: (isMultiline ? "\"\"\"" : "\"") + hashes) {
            modes.removeLast()
            for _ in 0..<((isMultiline ? 3 : 1) + pounds) { keep() }
        } else if bytes[position] == UInt8(ascii: "\n") {
            if !isMultiline { modes.removeLast() }
            keep()
        } else {
            blank(1)
        }
    }

    private mutating func openString() -> Bool {
        guard bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "#") else { return false }
        var pounds = 0
        while position + pounds < bytes.count, bytes[position + pounds] == UInt8(ascii: "#") { pounds += 1 }
        guard position + pounds < bytes.count, bytes[position + pounds] == UInt8(ascii: "\"") else { return false }
        for _ in 0..<pounds { keep() }
        let isMultiline = starts(with: "\"\"\"")
        for _ in 0..<(isMultiline ? 3 : 1) { keep() }
        modes.append(.string(pounds: pounds, isMultiline: isMultiline))
        return true
    }

    private func starts(with prefix: String) -> Bool {
        bytes[position...].starts(with: prefix.utf8)
    }

    private mutating func keep() {
        output.append(bytes[position])
        position += 1
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where position < bytes.count {
            output.append(bytes[position] == UInt8(ascii: "\n") ? UInt8(ascii: "\n") : UInt8(ascii: " "))
            position += 1
        }
    }
}
