import ExplainCore
import Testing

@Suite struct NeuralNetworkTests {
    private func network(_ activation: NeuralNetwork.Activation, link: Link = .identity) -> NeuralNetwork {
        NeuralNetwork(
            inputMeans: [1, 2], inputScales: [2, 4],
            layers: [
                NeuralNetwork.Layer(inputs: 2, weights: [1, -1, 0, 2, 0, 1], biases: [0, 0.5, -1]),
                NeuralNetwork.Layer(inputs: 3, weights: [1, 2, 4], biases: [0.25]),
            ],
            activation: activation, link: link, structure: ModelStructure(format: "test", kind: "neural network"))
    }

    @Test(arguments: [(NeuralNetwork.Activation.identity, 2.25), (.relu, 3.25)])
    func layersFollowEachOther(activation: NeuralNetwork.Activation, expected: Double) throws {
        // Standardised (1, 1): hidden (3, -0.5, 0), so 3 - 1 + 0 without, 3 + 0 + 0 with relu.
        let rows = Matrix(rows: 1, columns: 2, storage: [3, 6])
        #expect(try network(activation).predict(rows, space: .margin).storage == [expected])
    }

    @Test(arguments: NeuralNetwork.Activation.allCases)
    func aRowAloneHasTheSameBits(activation: NeuralNetwork.Activation) throws {
        let model = network(activation, link: .logit)
        let rows = Matrix(rows: 40, columns: 2, storage: (0..<80).map { Double($0 * 37 % 23) / 7 - 1 })
        let batch = try model.predict(rows, space: .probability)
        for row in 0..<rows.rows {
            let alone = Matrix(rows: 1, columns: 2, storage: Array(rows.row(row)))
            #expect(try model.predict(alone, space: .probability).storage == Array(batch.row(row)))
        }
    }

    @Test func missingIsNoPrediction() {
        let rows = Matrix(rows: 2, columns: 2, storage: [1, 2, .nan, 2])
        for activation in NeuralNetwork.Activation.allCases {
            #expect(throws: ModelError.notFinite(row: 1)) {
                try network(activation).predict(rows, space: .margin)
            }
        }
    }
}
