/// A line that shows how far a job is.
struct ProgressBar: Sendable, Equatable {
    /// The share that is done, 0 to 1.
    var fraction: Double
    /// Evaluations or rows done.
    var done: Int
    /// Evaluations or rows in all; 0 when unknown.
    var total: Int
    /// The estimated time left in seconds, if known.
    var etaSeconds: Double?
    /// The job's status.
    var status: String

    /// The bar as one line of at most `width` characters; never wrapped, whatever the terminal.
    func rendered(width: Int) -> String {
        let tail = " \(percent) " + label
        let room = min(40, width - tail.count - 2)
        guard room >= 5 else { return String((percent + " " + label).prefix(max(0, width))) }
        let filled = Int((share * Double(room)).rounded(.down))
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: room - filled) + "]" + tail
    }

    /// The same as a plain line, for a file or a pipe.
    var line: String { "\(percent) \(label)" }

    private var share: Double { fraction.isFinite ? min(1, max(0, fraction)) : 0 }

    private var percent: String { "\(Int((share * 100).rounded(.down)))%".leftPadded(to: 4) }

    private var label: String {
        let count = total > 0 ? " \(done)/\(total)" : ""
        let eta = status == "running" ? etaSeconds.map { ", \(Self.duration($0)) left" } ?? "" : ""
        return status + count + eta
    }

    /// Seconds as people read them: `8 s`, `3 min 20 s`, `2 h 5 min`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "unknown time" }
        let whole = Int(seconds.rounded(.up))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
