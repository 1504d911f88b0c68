/// A graph made ready: its values numbered, its nodes compiled, its constant parts computed.
struct ONNXProgram: Sendable {
    /// One node.
    struct Step: Sendable {
        let place: String
        let operation: any ONNXOperator
        /// The slots of its inputs; nil where one is left out.
        let inputs: [Int?]
        /// The slots of its outputs; nil where nobody reads one.
        let outputs: [Int?]
        /// The slots that no later step reads.
        var releases: [Int] = []
    }

    /// A fault and the node it happened in.
    struct Failure: Error {
        let place: String
        let fault: ONNXFault
    }

    /// One place a value, filled where it is constant.
    var slots: [ONNXTensor?]
    var steps: [Step]

    /// Evaluates the steps; `inputs` fills slots, the result is the tensor of slot `answer`.
    ///
    /// - Throws: ``Failure`` for the first node whose inputs do not fit.
    func evaluate(
        _ inputs: [(slot: Int, tensor: ONNXTensor)], answer: Int, _ workspace: inout ONNXWorkspace
    ) throws(Failure) -> ONNXTensor {
        var slots = slots
        for input in inputs { slots[input.slot] = input.tensor }
        workspace.keep(inputs.map(\.tensor))
        for step in steps { try Self.run(step, &slots, &workspace) }
        guard let result = slots[answer] else { throw Failure(place: "graph.output", fault: .noOutput) }
        return result
    }

    private static func run(
        _ step: Step, _ slots: inout [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(Failure) {
        do throws(ONNXFault) {
            let results = try step.operation.evaluate(step.inputs.map { $0.flatMap { slots[$0] } }, &workspace)
            var kept: [ONNXTensor] = []
            for (index, slot) in step.outputs.enumerated() {
                guard let slot, index < results.count, let tensor = results[index] else { continue }
                slots[slot] = tensor
                kept.append(tensor)
            }
            workspace.keep(kept)
            for slot in step.releases {
                if let tensor = slots[slot] { workspace.release(tensor) }
                slots[slot] = nil
            }
        } catch {
            throw Failure(place: step.place, fault: error)
        }
    }

    /// Computes the steps that read constants only, once and for all.
    ///
    /// - Throws: ``Failure`` as ``evaluate(_:answer:_:)`` does.
    mutating func foldConstants() throws(Failure) {
        var workspace = ONNXWorkspace(rows: 1)
        var rest: [Step] = []
        for step in steps {
            let isConstant = step.inputs.allSatisfy { slot in slot.map { slots[$0] != nil } ?? true }
            guard isConstant else {
                rest.append(step)
                continue
            }
            try Self.run(step, &slots, &workspace)
        }
        steps = rest
    }

    /// The program that computes slot `answer` and nothing else, giving up every value after its last use.
    func pruned(to answer: Int) -> ONNXProgram {
        var isNeeded = [Bool](repeating: false, count: slots.count)
        isNeeded[answer] = true
        var kept: [Step] = []
        for step in steps.reversed() {
            let outputs = step.outputs.map { $0.flatMap { isNeeded[$0] ? $0 : nil } }
            guard outputs.contains(where: { $0 != nil }) else { continue }
            let inputs = step.inputs.compactMap(\.self)
            let last = Set(inputs.filter { !isNeeded[$0] && slots[$0] == nil })
            for slot in inputs { isNeeded[slot] = true }
            kept.append(
                Step(
                    place: step.place, operation: step.operation, inputs: step.inputs, outputs: outputs,
                    releases: last.sorted()))
        }
        return ONNXProgram(slots: slots, steps: kept.reversed())
    }
}
