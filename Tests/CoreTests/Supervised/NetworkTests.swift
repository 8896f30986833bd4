import Core
import Testing

@Suite struct NetworkTests {
    @Test func tensorsAreNamedAsTorchNumbersItsModules() throws {
        let network = try Network(inputs: 8, layers: SupervisedFixture.layers([32, 64]))
        #expect(network.table.tensors.map(\.name) == ["layers.0", "layers.2", "layers.4"])
        #expect(network.table.tensors.map(\.shape) == [[32, 9], [64, 33], [1, 65]])
        #expect(network.layers.map(\.activation) == [.relu, .relu, .identity])
        #expect(network.layers.map(\.offset) == network.table.offsets)
    }

    @Test func impossibleLayersAreRefused() {
        let cases: [([LayerSpecification], Network.Fault)] = [
            ([], .noDenseLayer),
            ([.activation(.relu)], .activationWithoutDenseLayer(position: 0)),
            (
                [.dense(outputs: 1), .activation(.tanh), .activation(.relu)],
                .activationWithoutDenseLayer(position: 2)
            ),
            ([.dense(outputs: 0)], .width(0, position: 0)),
            ([.dense(outputs: 3)], .notScalar(outputs: 3)),
            (SupervisedFixture.layers(Array(repeating: 2, count: 64)), .tooManyLayers(65, limit: 64)),
        ]
        for (layers, fault) in cases {
            #expect(throws: fault) { try Network(inputs: 2, layers: layers) }
        }
    }

    @Test func initialWeightsHaveTheVarianceOfTheirActivationAndBiasesAreZero() throws {
        let network = try Network(inputs: 50, layers: SupervisedFixture.layers([200]))
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
