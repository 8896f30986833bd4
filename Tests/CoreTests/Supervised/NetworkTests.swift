import Core
import Testing

@Suite struct NetworkTests {
    @Test func tensorsAreNamedAsTorchNumbersItsModules() throws {
        let network = try DenseStack(inputs: 8, layers: SupervisedFixture.layers([32, 64]))
        #expect(network.table.tensors.map(\.name) == ["layers.0", "layers.2", "layers.4"])
        #expect(network.table.tensors.map(\.shape) == [[32, 9], [64, 33], [1, 65]])
        #expect(network.layers.map(\.activation) == [.relu, .relu, .identity])
        #expect(network.layers.map(\.offset) == network.table.offsets)
    }

    @Test func impossibleLayersAreRefusedWithTheLayerAndTheReason() {
        let numbers = InputShape.vector(width: 2)
        let picture = InputShape.picture(channels: 3, height: 8, width: 8)
        let tokens = InputShape.tokens(vocabulary: 10)
        let dense = LayerSpecification.dense(outputs: 1)
        let cases: [(InputShape, [LayerSpecification], Int?, String)] = [
            (numbers, [], nil, "no layer that could learn"),
            (numbers, [.activation(.relu)], 0, "behind a layer that learns"),
            (numbers, [dense, .activation(.tanh), .activation(.relu)], 2, "behind a layer that learns"),
            (numbers, [.dense(outputs: 0)], 0, "at least one input and one output"),
            (numbers, [.dense(outputs: 3)], nil, "ends in 3 numbers"),
            (numbers, SupervisedFixture.layers(Array(repeating: 2, count: 64)), nil, "at most 64"),
            (numbers, [.flatten, dense], 0, "flatten needs a picture"),
            (numbers, [.embedding(width: 2)], 0, "needs tokens"),
            (picture, [dense], 0, "put flatten before it"),
            (
                picture, [.convolution(channels: 2, kernel: 9, stride: 1, padding: 0)], 0,
                "does not fit on a picture of 8×8"
            ),
            (picture, [.maxPool(size: 9)], 0, "does not fit on a picture of 8×8"),
            (tokens, [dense], 0, "put embedding and lstm before it"),
            (tokens, [.embedding(width: 4), dense], 1, "put lstm before it"),
            (tokens, [.lstm(units: 4)], 0, "put embedding before it"),
        ]
        for (input, layers, position, reason) in cases {
            let fault = #expect(throws: Network.Fault.self) { try Network(input: input, layers: layers) }
            #expect(fault?.position == position, "\(layers)")
            #expect(fault?.description.contains(reason) == true, "\(fault?.description ?? "")")
        }
    }

    @Test func shapesFollowTheLayers() throws {
        let network = try Network(
            input: .picture(channels: 3, height: 64, width: 64),
            layers: [
                .convolution(channels: 16, kernel: 3, stride: 1, padding: 0), .activation(.relu),
                .maxPool(size: 2), .convolution(channels: 32, kernel: 3, stride: 2, padding: 1),
                .activation(.relu), .flatten, .dense(outputs: 8), .activation(.tanh), .dense(outputs: 1),
            ])
        #expect(network.table.tensors.map(\.name) == ["layers.0", "layers.3", "layers.6", "layers.8"])
        // (64−3+1)/2 = 31, (31+2−3)/2+1 = 16.
        #expect(
            network.table.tensors.map(\.shape) == [[16, 28], [32, 145], [8, 32 * 16 * 16 + 1], [1, 9]])
        #expect(network.stages.map(\.isBeforeReLU) == [true, false, false, true, false, false, false, false])
    }

    @Test func embeddingsAndSparseRowsAreRowwise() throws {
        let text = try Network(
            input: .tokens(vocabulary: 100),
            layers: [.embedding(width: 4), .lstm(units: 3), .dense(outputs: 1)])
        #expect(text.table.tensors.map(\.shape) == [[100, 4], [12, 8], [1, 4]])
        #expect(text.table.tensors.map(\.isRowwise) == [true, false, false])
        let sparse = try Network(input: .sparse(columns: 50), layers: [.dense(outputs: 1)])
        #expect(sparse.table.tensors.map(\.shape) == [[51, 1]])
        #expect(sparse.table.tensors[0].isRowwise && sparse.isSparseLinear)
    }

    @Test func initialWeightsHaveTheVarianceOfTheirActivationAndBiasesAreZero() throws {
        let network = try Network(
            input: .vector(width: 50), layers: SupervisedFixture.layers([200]))
        let values = network.initialParameters(Double.self, seed: 5)
        #expect(values == network.initialParameters(Double.self, seed: 5))
        #expect(values != network.initialParameters(Double.self, seed: 6))
        let first = (0..<200).map { Array(values[($0 * 51)..<($0 * 51 + 51)]) }
        #expect(first.allSatisfy { $0[50] == 0 })
        let squares = first.flatMap { $0.prefix(50) }.map { $0 * $0 }
        let variance: Double = squares.reduce(0, +) / 10_000
        #expect(variance > 0.038 && variance < 0.042)
    }
}
