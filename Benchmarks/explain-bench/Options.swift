/// What the command line asks for.
struct Options {
    /// The folders of models, in the order given.
    var folders: [String] = []
    /// What the path of a benchmark, `/name/model/size/`, contains.
    var filter = ""
    /// Whether results are JSON objects, one a line.
    var isJSON = false
    /// Whether errors are measured in place of times.
    var isAccuracy = false
    /// Whether benchmarks are only named.
    var isList = false
    /// Whether the help is asked for.
    var isHelp = false
    /// The time a benchmark is repeated for, at least, in seconds.
    var seconds = 0.5
    /// The number of seeds that errors are measured with.
    var seeds = 5
    /// The number of instances that errors are measured on.
    var instances = 3

    /// Where models are looked for unless a folder is named.
    static let defaultFolder = "Benchmarks/models"

    static let help = """
        explain-bench: times the parts that explanations are made of, after a check of their results.

        usage: explain-bench [--models DIR]... [--filter TEXT] [--json] [--seconds S] [--list]
               explain-bench --accuracy [--models DIR]... [--filter TEXT] [--json] [--seeds N] [--instances N]

          --models DIR    a folder of NAME.json or NAME.txt with NAME.background.csv and NAME.instances.csv;
                          may be repeated; \(defaultFolder) unless given
          --filter TEXT   only benchmarks whose path, /name/model/size/, contains TEXT
          --json          one JSON object a line
          --list          the paths of the benchmarks, without running them
          --seconds S     repeat each benchmark for S seconds at least (default 0.5)
          --accuracy      the estimators' errors against the exact values at several budgets, in place of times
          --seeds N       seeds for --accuracy (default 5)
          --instances N   instances for --accuracy (default 3)
          --help          this text

        Exit status: 0 done, 1 a result is wrong or a file cannot be read, 64 the command line makes no sense.
        """

    /// Reads the arguments behind the program's name.
    ///
    /// - Throws: ``OptionError``.
    init(_ arguments: [String]) throws(OptionError) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            switch option {
            case "--models": folders.append(try Self.text(option, &rest))
            case "--filter": filter = try Self.text(option, &rest)
            case "--json": isJSON = true
            case "--accuracy": isAccuracy = true
            case "--list": isList = true
            case "--help", "-h": isHelp = true
            case "--seconds": seconds = try Self.seconds(option, &rest)
            case "--seeds": seeds = try Self.count(option, &rest)
            case "--instances": instances = try Self.count(option, &rest)
            default: throw .unknown(option)
            }
        }
        if folders.isEmpty { folders = [Self.defaultFolder] }
    }

    private static func text(_ option: String, _ rest: inout ArraySlice<String>) throws(OptionError) -> String {
        guard let value = rest.popFirst() else { throw .valueMissing(option) }
        return value
    }

    private static func count(_ option: String, _ rest: inout ArraySlice<String>) throws(OptionError) -> Int {
        let value = try text(option, &rest)
        guard let number = Int(value), (1...10_000).contains(number) else { throw .badValue(value, option) }
        return number
    }

    private static func seconds(_ option: String, _ rest: inout ArraySlice<String>) throws(OptionError) -> Double {
        let value = try text(option, &rest)
        guard let number = Double(value), number >= 0, number <= 3600 else { throw .badValue(value, option) }
        return number
    }
}
