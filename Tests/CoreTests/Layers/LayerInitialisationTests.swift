import Core
import Testing

/// What `initialise` draws.
@Suite struct LayerInitialisationTests {
    /// By hand: uniform in ±√(3·variance), in buffer order, each row followed by a bias of zero.
    @Test func aNetworkDrawsItsLayersInBufferOrder() throws {
        let network = try Network(
            input: .vector(width: 9), layers: [.dense(outputs: 6), .activation(.relu), .dense(outputs: 1)])
        var random = RandomStream(seed: 5, purpose: .initialisation)
        var expected: [Float] = []
        for (rows, inputs, variance) in [(6, 9, 2.0 / 9), (1, 6, 1.0 / 6)] {
            for _ in 0..<rows {
                let bound = (3 * variance).squareRoot()
                expected += (0..<inputs).map { _ in Float(bound * (2 * random.uniform() - 1)) } + [0]
            }
        }
        #expect(network.initialParameters(Float.self, seed: 5) == expected)
    }

    @Test(arguments: [true, false]) func convolutionsAreScaledByTheirWindow(beforeReLU: Bool) {
        let shape = Convolution(inputChannels: 8, height: 5, width: 5, outputChannels: 20, kernel: 5)
        let values = drawn(
            ConvolutionLayer(offset: 3, shape: shape), count: 20 * 201, beforeReLU: beforeReLU)
        let (weights, biases) = split(values, columns: 201)
        #expect(biases.allSatisfy { $0 == 0 })
        #expect(relativeError([variance(weights)], to: [(beforeReLU ? 2 : 1) / 200]) < 0.1)
    }

    @Test func anEmbeddingHasStandardDeviationOneTenth() {
        let layer = EmbeddingLayer<Double>(offset: 3, vocabulary: 300, width: 10, steps: 1)
        let values = drawn(layer, count: 3000, beforeReLU: false)
        #expect(relativeError([variance(values)], to: [0.01]) < 0.1)
    }

    @Test func anLSTMRemembersAtFirst() {
        let values = drawn(
            LSTMLayer(offset: 3, width: 12, units: 9, steps: 1), count: 36 * 22, beforeReLU: false)
        let (weights, biases) = split(values, columns: 22)
        #expect(biases == (0..<36).map { (9..<18).contains($0) ? 1 : 0 })
        #expect(weights.allSatisfy { abs($0) <= 1 / 3 })
        #expect(relativeError([variance(weights)], to: [1 / 27]) < 0.15)
    }

    @Test func aLinearModelOfASparseRowStartsAtZero() {
        let layer = SparseDenseLayer<Double>(offset: 3, columns: 50, outputs: 1, capacity: 2)
        #expect(drawn(layer, count: 51, beforeReLU: false).allSatisfy { $0 == 0 })
        let wide = SparseDenseLayer<Double>(offset: 3, columns: 100, outputs: 40, capacity: 2)
        let values = drawn(wide, count: 4040, beforeReLU: true)
        #expect(values[4000...].allSatisfy { $0 == 0 })
        #expect(relativeError([variance(Array(values[..<4000]))], to: [0.2]) < 0.1)
    }

    /// The tensor, which starts at offset 3; what surrounds it stays.
    private func drawn(_ layer: Layer<Double>, count: Int, beforeReLU: Bool) -> [Double] {
        var random = RandomStream(seed: 5, purpose: .initialisation)
        var values = Array(repeating: Double.infinity, count: count + 4)
        layer.initialise(&values, random: &random, beforeReLU: beforeReLU)
        #expect(values[..<3].allSatisfy { $0 == .infinity } && values[count + 3] == .infinity)
        return Array(values[3..<(count + 3)])
    }

    private func split(_ values: [Double], columns: Int) -> (weights: [Double], biases: [Double]) {
        let isBias = values.indices.map { $0 % columns == columns - 1 }
        return (
            zip(values, isBias).filter { !$0.1 }.map(\.0), zip(values, isBias).filter(\.1).map(\.0)
        )
    }

    private func variance(_ values: [Double]) -> Double {
        values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    }
}
