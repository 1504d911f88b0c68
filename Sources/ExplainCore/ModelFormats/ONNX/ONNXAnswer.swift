/// One space of a graph's answers.
struct ONNXAnswer: Sendable {
    let program: ONNXProgram
    let slot: Int
    /// Whether the one value s stands for two outputs, -s and s.
    let isSigned: Bool
    /// The number of outputs; known after the trial run.
    var width = 0
}
