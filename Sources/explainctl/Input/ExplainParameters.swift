import ExplainCore

/// How rows are to be explained; what is not named is left to the server.
struct ExplainParameters: Sendable {
    static let options = [
        CommandOption(
            "method", "NAME",
            help: "auto, exact, tree_shap, tree_path_dependent, linear_shap, enumeration, kernel_shap or lime"),
        CommandOption(
            "estimator", "NAME", help: "kernel_shap: gp_odd, leverage or wls; lime: sampled or exact_limit"),
        CommandOption("output", "NAME", help: "the output to explain, by name or index, or all"),
        CommandOption("space", "NAME", help: "margin or probability"),
        CommandOption("background", "NAME", help: "the reference rows"),
        CommandOption("budget", "N", help: "at most so many evaluations a row"),
        CommandOption(
            "tolerance", "X", help: "a relative error above 0 and below 1 that is good enough; 0.05 unless given"),
        CommandOption("deadline-ms", "N", help: "answer with what there is after so many milliseconds"),
        CommandOption("seed", "N", help: "seeds every random choice"),
        CommandOption("num-features", "N", help: "lime: at most so many features get a coefficient"),
        CommandOption("kernel-width", "X", help: "lime: the kernel's width"),
        CommandOption("feature-selection", "NAME", help: "lime: auto, forward, highest_weights, lasso_path or none"),
        CommandOption("groups", help: "groups of features are players"),
        CommandOption("index", "NAME", help: "shapley, banzhaf, or owen, whose unions are the groups"),
        CommandOption("interactions", help: "pairs of features, too; the strongest are shown"),
        CommandOption("refine", help: "answer now and queue the exact explanation"),
    ]

    private var texts: [(String, String)] = []
    private var numbers: [(String, JSONValue)] = []
    private let usesGroups: Bool
    private let wantsInteractions: Bool
    private let refines: Bool

    /// Reads the options.
    ///
    /// - Throws: ``UsageError/badValue(option:value:expected:)``.
    init(_ arguments: Arguments) throws(UsageError) {
        for name in ["method", "estimator", "space", "background", "feature-selection", "index"] {
            if let value = arguments.value(name) { texts.append((Self.member(name), value)) }
        }
        if let output = arguments.value("output") {
            if let index = Int(output) {
                numbers.append(("output", .number(JSONNumber(index))))
            } else {
                texts.append(("output", output))
            }
        }
        for name in ["budget", "seed", "deadline-ms", "num-features"] {
            guard let value = try arguments.integer(name) else { continue }
            numbers.append((Self.member(name), .number(JSONNumber(value))))
        }
        for name in ["tolerance", "kernel-width"] {
            guard let text = arguments.value(name) else { continue }
            guard let value = Double(text), value.isFinite, value > 0 else {
                throw .badValue(option: name, value: text, expected: "a positive number")
            }
            numbers.append((Self.member(name), .number(JSONNumber(value))))
        }
        usesGroups = arguments.has("groups")
        wantsInteractions = arguments.has("interactions")
        refines = arguments.has("refine")
    }

    /// The parameter that an option stands for.
    private static func member(_ option: String) -> String { option.replacing("-", with: "_") }

    /// Writes the member `parameters`, if there is anything to say.
    func write(to writer: inout JSONWriter, isAsync: Bool) {
        let hasFlag = usesGroups || wantsInteractions || refines || isAsync
        guard !texts.isEmpty || !numbers.isEmpty || hasFlag else { return }
        writer.key("parameters")
        writer.beginObject()
        for (name, value) in texts { writer.member(name, value) }
        for (name, value) in numbers {
            writer.key(name)
            writer.value(value)
        }
        if usesGroups { writer.member("groups", true) }
        if wantsInteractions { writer.member("interactions", true) }
        if refines { writer.member("refine", "exact") }
        if isAsync { writer.member("mode", "async") }
        writer.endObject()
    }
}
