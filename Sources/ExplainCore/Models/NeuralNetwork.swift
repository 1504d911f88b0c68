#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A feed-forward network of dense layers on standardised inputs, in float64.
///
/// x' = (x - mean) / scale; each layer but the last is followed by the activation, the last by the link.
public struct NeuralNetwork: Model {
    /// What follows a hidden layer.
    public enum Activation: String, Sendable, CaseIterable {
        /// max(x, 0).
        case relu
        /// 1 / (1 + exp(-x)).
        case logistic
        /// The hyperbolic tangent.
        case tanh
        /// Nothing.
        case identity
    }

    /// One dense layer: y[j] = bias[j] + sum_i x[i] weight[i][j].
    public struct Layer: Sendable, Equatable {
        /// The number of values it reads.
        public let inputs: Int
        /// The number of values it writes.
        public let outputs: Int
        /// The weights, input after input: `inputs` x `outputs`.
        public let weights: [Double]
        /// One bias an output.
        public let biases: [Double]

        /// Creates a layer; `weights` holds `inputs` x `biases.count` numbers, input after input.
        public init(inputs: Int, weights: [Double], biases: [Double]) {
            precondition(inputs > 0 && !biases.isEmpty, "a layer reads and writes something")
            precondition(weights.count == inputs * biases.count, "there is a weight for every input and output")
            self.inputs = inputs
            outputs = biases.count
            self.weights = weights
            self.biases = biases
        }
    }

    /// Subtracted from the inputs, one number a feature.
    public let inputMeans: [Double]

    /// Divides the centred inputs, one non-zero number a feature.
    public let inputScales: [Double]

    /// The layers from input to output.
    public let layers: [Layer]

    /// What follows each hidden layer.
    public let activation: Activation

    /// How margins become outputs.
    public let link: Link

    /// Facts for the registration report.
    public let structure: ModelStructure

    /// Creates a network; each layer reads as many values as the one before it writes.
    public init(
        inputMeans: [Double], inputScales: [Double], layers: [Layer], activation: Activation, link: Link,
        structure: ModelStructure
    ) {
        precondition(!layers.isEmpty && inputMeans.count == inputScales.count, "a network has inputs and layers")
        precondition(layers[0].inputs == inputMeans.count, "the first layer reads the features")
        for index in layers.indices.dropFirst() {
            precondition(layers[index].inputs == layers[index - 1].outputs, "a layer reads what the one before writes")
        }
        self.inputMeans = inputMeans
        self.inputScales = inputScales
        self.layers = layers
        self.activation = activation
        self.link = link
        self.structure = structure
    }

    /// The number of input columns.
    public var featureCount: Int { inputMeans.count }

    /// The number of margins a row has.
    public var marginCount: Int { layers[layers.count - 1].outputs }

    /// Two steps a weight, and some twenty a transcendental function.
    public var operationsPerRow: Int { layers.reduce(0) { $0 + 2 * $1.weights.count + 20 * $1.outputs } }

    /// The number of output columns in `space`; nil where the link does not offer it.
    public func outputCount(in space: OutputSpace) -> Int? { link.outputCount(margins: marginCount, in: space) }

    /// Predicts a batch.
    ///
    /// - Throws: ``ModelError`` when the space is not offered, or a prediction is not finite.
    public func predict(
        _ rows: Span<Double>, space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) throws(ModelError) {
        let width = try outputWidth(rows, outputs.count, space)
        let widest = layers.reduce(featureCount) { max($0, $1.outputs) }
        var current = [Double](repeating: 0, count: widest)
        var next = current
        for row in 0..<(rows.count / featureCount) {
            standardise(rows, row, &current)
            for (index, layer) in layers.enumerated() {
                layer.apply(current.span, into: &next)
                if index < layers.count - 1 { activate(&next, count: layer.outputs) }
                swap(&current, &next)
            }
            var margins = current.mutableSpan
            link.write(&margins, 0..<marginCount, space: space, into: &outputs, at: row * width)
        }
        try requireFinite(outputs, width: width)
    }

    private func standardise(_ rows: Span<Double>, _ row: Int, _ values: inout [Double]) {
        for feature in 0..<featureCount {
            values[feature] = (rows[row * featureCount + feature] - inputMeans[feature]) / inputScales[feature]
        }
    }

    private func activate(_ values: inout [Double], count: Int) {
        switch activation {
        case .relu: for index in 0..<count { values[index] = max(values[index], 0) }
        case .logistic: for index in 0..<count { values[index] = Double.sigmoid(values[index]) }
        case .tanh: for index in 0..<count { values[index] = Self.hyperbolicTangent(values[index]) }
        case .identity: break
        }
    }

    /// The C library's tanh; inside this type the bare name is the activation's.
    private static func hyperbolicTangent(_ value: Double) -> Double { tanh(value) }
}

extension NeuralNetwork.Layer {
    /// Adds input by input, so that the inner loop runs over neighbouring outputs and each output has one fixed order.
    func apply(_ values: Span<Double>, into result: inout [Double]) {
        var sums = result.mutableSpan
        for output in 0..<outputs { sums[output] = biases[output] }
        let weights = weights.span
        for input in 0..<inputs {
            let value = values[input]
            let start = input * outputs
            for output in 0..<outputs { sums[output] += value * weights[start + output] }
        }
    }
}
