#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How long the fuzz targets run, from the environment.
///
/// | variable | what |
/// |---|---|
/// | `EXPLAIND_FUZZ_SECONDS` | seconds a target |
/// | `EXPLAIND_FUZZ_ROUNDS` | files a target |
/// | `EXPLAIND_FUZZ_SEED` | what the files are made from; 1 unless given |
/// | `EXPLAIND_FUZZ_FIRST` | the first round, to go on behind one that has been seen |
/// | `EXPLAIND_FUZZ_FILE` | a kept file to look at again |
struct FuzzSettings: Sendable {
    /// The rounds of a target in an ordinary run of the tests.
    private static let fewRounds = 1500

    static let current = FuzzSettings()

    let seconds: Double?
    let rounds: Int
    let seed: UInt64
    let first: Int
    let file: String?

    /// Whether the run is one for its own sake, so that nothing else is measured with it.
    var isLong: Bool { seconds != nil || rounds > Self.fewRounds }

    private init() {
        seconds = Self.variable("EXPLAIND_FUZZ_SECONDS").flatMap { Double($0) }
        let given = Self.variable("EXPLAIND_FUZZ_ROUNDS").flatMap { Int($0) }
        rounds = given ?? (seconds == nil ? Self.fewRounds : .max)
        seed = Self.variable("EXPLAIND_FUZZ_SEED").flatMap { UInt64($0) } ?? 1
        first = Self.variable("EXPLAIND_FUZZ_FIRST").flatMap { Int($0) } ?? 0
        file = Self.variable("EXPLAIND_FUZZ_FILE")
    }

    static func variable(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
}
