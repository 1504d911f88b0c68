import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A run of one fuzz target.
///
/// What is being tried lies in a file, so that it is there when the process ends. Round n of a seed is the same in every run.
/// A file may take a second of processor time and, in a long run, the process 256 MiB; one that hangs ends a long run.
struct FuzzRun {
    private static let mostSeconds = 1.0
    private static let mostBytes = 256 << 20
    private static let hangSeconds: UInt32 = 60

    private let target: FuzzTarget
    private let settings = FuzzSettings.current
    private let originals: [[UInt8]]
    private let current: FuzzFile
    private var counts = (all: 0, loaded: 0, explained: 0)
    private var slowest = 0.0

    init(_ target: FuzzTarget) throws {
        self.target = target
        originals = try target.files.map { try Golden.bytes($0) }
        current = try FuzzFile("\(target.name)-\(getpid())")
    }

    /// Runs until the time or the rounds are over, and says how far it came.
    mutating func run() {
        let begin = FuzzProcess.now
        var round = settings.first
        if settings.isLong { print("fuzz \(target.name): seed \(settings.seed), trying \(current.path)") }
        while counts.all < settings.rounds {
            if let seconds = settings.seconds, FuzzProcess.now - begin > seconds { break }
            attempt(round)
            round += 1
            if settings.isLong, counts.all % 50_000 == 0 { report(round) }
        }
        if settings.isLong { report(round) }
        _ = alarm(0)
        current.remove()
    }

    private func report(_ round: Int) {
        let milliseconds = Int(1000 * slowest)
        print(
            "fuzz \(target.name): seed \(settings.seed), rounds \(settings.first)..<\(round), \(counts.all) executions, "
                + "\(counts.loaded) loaded, \(counts.explained) explained, slowest \(milliseconds) ms, "
                + "peak memory \(FuzzProcess.peakBytes >> 20) MiB")
    }

    private mutating func attempt(_ round: Int) {
        let bytes = damaged(round)
        if settings.isLong {
            current.write(bytes)
            _ = alarm(Self.hangSeconds)
        }
        let begin = FuzzProcess.threadSeconds
        let found = FuzzExercise(round: round).run(bytes)
        let seconds = FuzzProcess.threadSeconds - begin
        counts.all += 1
        if found.isLoaded { counts.loaded += 1 }
        if found.isExplained { counts.explained += 1 }
        slowest = max(slowest, seconds)
        if let fault = found.fault { keep(bytes, round, fault) }
        if seconds > Self.mostSeconds { keep(bytes, round, "\(seconds) s of processor time") }
        if settings.isLong, FuzzProcess.peakBytes > Self.mostBytes {
            keep(bytes, round, "\(FuzzProcess.peakBytes >> 20) MiB at the peak")
        }
    }

    private func damaged(_ round: Int) -> [UInt8] {
        var random = SeededGenerator(seed: settings.seed << 40 ^ UInt64(round))
        var bytes = originals.randomElement(using: &random) ?? []
        let donor = originals.randomElement(using: &random) ?? []
        // Most files are damaged little: much damage is seen at once.
        let times = Bool.random(using: &random) ? 1 : Int.random(in: 2...6, using: &random)
        for _ in 0..<times { target.damage(&bytes, donor, &random) }
        return bytes
    }

    private func keep(_ bytes: [UInt8], _ round: Int, _ fault: String) {
        do {
            let file = try FuzzFile("\(target.name)-seed\(settings.seed)-round\(round)")
            file.write(bytes)
            Issue.record("\(target.name), seed \(settings.seed), round \(round): \(fault); kept as \(file.path)")
        } catch {
            Issue.record("\(target.name), seed \(settings.seed), round \(round): \(fault); \(error)")
        }
    }
}
