import Core
import Testing

/// Each layer's φ and ∂f/∂input against central differences, f being a random combination of its outputs.
@Suite struct LayerDifferenceTests {
    @Test(arguments: [(1, 1), (7, 3), (16, 4), (33, 5), (70, 17)]) func denseLayer(inputs: Int, outputs: Int)
    {
        let count = 3 + outputs * (inputs + 1)
        let layer = DenseLayer<Double>(offset: 3, inputs: inputs, outputs: outputs)
        check([layer], parameters: count, inputs: inputs, outputs: outputs)
    }

    @Test(arguments: Activation.allCases) func activations(activation: Activation) {
        let dense = DenseLayer<Double>(offset: 0, inputs: 4, outputs: 19)
        let layer = ActivationLayer<Double>(activation, capacity: 25)
        check([dense, layer], parameters: 95, inputs: 4, outputs: 19)
    }

    static let convolutions = [
        Convolution(inputChannels: 1, height: 1, width: 1, outputChannels: 1, kernel: 1),
        Convolution(inputChannels: 2, height: 1, width: 1, outputChannels: 3, kernel: 3, padding: 1),
        Convolution(inputChannels: 3, height: 5, width: 4, outputChannels: 2, kernel: 1),
        Convolution(inputChannels: 2, height: 7, width: 5, outputChannels: 9, kernel: 3),
        Convolution(inputChannels: 2, height: 6, width: 19, outputChannels: 5, kernel: 3, padding: 1),
        Convolution(inputChannels: 1, height: 11, width: 13, outputChannels: 2, kernel: 11, padding: 5),
        Convolution(inputChannels: 2, height: 5, width: 6, outputChannels: 3, kernel: 4, padding: 3),
        Convolution(inputChannels: 2, height: 7, width: 8, outputChannels: 3, kernel: 3, stride: 2),
        Convolution(
            inputChannels: 3, height: 8, width: 7, outputChannels: 4, kernel: 3, stride: 2, padding: 1),
        Convolution(
            inputChannels: 1, height: 9, width: 10, outputChannels: 2, kernel: 2, stride: 3, padding: 1),
        Convolution(
            inputChannels: 2, height: 1, width: 1, outputChannels: 2, kernel: 2, stride: 2, padding: 1),
        Convolution(inputChannels: 9, height: 4, width: 4, outputChannels: 17, kernel: 3, padding: 1),
    ]

    @Test(arguments: convolutions) func convolutionLayer(shape: Convolution) {
        let count = 2 + shape.outputChannels * shape.columns
        let layer = ConvolutionLayer<Double>(offset: 2, shape: shape)
        check([layer], parameters: count, inputs: shape.inputs, outputs: shape.outputs)
    }

    @Test(arguments: [(1, 1, 1, 1), (2, 4, 6, 2), (3, 5, 7, 2), (2, 9, 8, 3), (1, 40, 37, 2), (1, 4, 4, 4)])
    func maxPoolLayer(channels: Int, height: Int, width: Int, size: Int) {
        let layer = MaxPoolLayer<Double>(channels: channels, height: height, width: width, size: size)
        let inputs = channels * height * width
        check([layer], parameters: 0, inputs: inputs, outputs: layer.outputs)
    }

    @Test(arguments: [(3, 2, 0), (3, 2, 1), (1, 1, 4), (3, 5, 6), (17, 33, 5), (8, 16, 9), (5, 50, 2)])
    func lstmLayer(width: Int, units: Int, steps: Int) {
        let count = 4 * units * (width + units + 1)
        let layer = LSTMLayer<Double>(offset: 0, width: width, units: units, steps: steps)
        check([layer], parameters: count, inputs: steps * width, outputs: units, spread: 0.4)
    }

    @Test func embeddingLayer() {
        let layer = EmbeddingLayer<Double>(offset: 1, vocabulary: 6, width: 5, steps: 9)
        for tokens: [UInt32] in [[4, 0, 4, 4, 2, 0, 5], [3], []] {
            let sample = Sample(indices: tokens)
            let delta = normals(tokens.count * 5, seed: 3)
            check([layer], sample, parameters: 31, delta: delta, spread: 1, needsInput: false)
        }
    }

    @Test(arguments: [1, 4, 19]) func sparseDenseLayer(outputs: Int) {
        let layer = SparseDenseLayer<Double>(offset: 1, columns: 8, outputs: outputs, capacity: 5)
        for columns: [UInt32] in [[0, 2, 5, 7], [3], []] {
            let sample = Sample(values: normals(columns.count, seed: 6), indices: columns)
            check(
                [layer], sample, parameters: 1 + 9 * outputs, delta: normals(outputs, seed: 3), spread: 1,
                needsInput: false)
        }
    }

    private func check(
        _ layers: [Layer<Double>], parameters: Int, inputs: Int, outputs: Int, spread: Double = 1
    ) {
        let sample = Sample(values: normals(inputs, seed: 1))
        check(
            layers, sample, parameters: parameters, delta: normals(outputs, seed: 3), spread: spread,
            needsInput: true)
    }

    private func check(
        _ layers: [Layer<Double>], _ sample: Sample, parameters count: Int, delta: [Double], spread: Double,
        needsInput: Bool
    ) {
        let stack = LayerStack(layers, parameterCount: count)
        let parameters = normals(count, seed: 2).map { spread * $0 }
        let result = stack.evaluate(sample, parameters, delta: delta, needsInput: needsInput)
        func f(_ sample: Sample, _ parameters: [Double]) -> Double {
            zip(stack.output(sample, parameters), delta).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let slopes = differences(parameters) { f(sample, $0) }
        expectClose(result.sensitivity, slopes)
        let norm = result.sensitivity.reduce(0) { $0 + $1 * $1 }
        #expect(abs(result.squaredNorm - norm) <= 1e-12 * norm)
        guard needsInput, let values = sample.values else { return }
        let inputSlopes = differences(values) { f(Sample(values: $0), parameters) }
        expectClose(result.inputSensitivity!, inputSlopes)
    }

    private func expectClose(_ found: [Double], _ expected: [Double]) {
        let scale = expected.map(\.magnitude).max() ?? 0
        let error = zip(found, expected).map { ($0 - $1).magnitude }.max() ?? 0
        #expect(error <= 1e-7 * (1 + scale))
    }

    private func differences(_ point: [Double], _ f: ([Double]) -> Double) -> [Double] {
        let step = 1e-5
        return point.indices.map { index in
            var (up, down) = (point, point)
            up[index] += step
            down[index] -= step
            return (f(up) - f(down)) / (2 * step)
        }
    }
}
