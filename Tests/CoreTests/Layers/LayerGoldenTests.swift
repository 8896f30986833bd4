import Core
import Testing

/// Whole models against another implementation: Golden/make_layers.py.
@Suite struct LayerGoldenTests {
    @Test func modelsAgreeWithTheGoldensInDoubleAndInFloat() throws {
        for model in try GoldenVectors.layerModels() {
            check(model, stack(model.name, Double.self), tolerance: 1e-11)
            check(model, stack(model.name, Float.self), tolerance: 1e-6)
        }
    }

    private func check<S: Scalar>(
        _ model: GoldenVectors.LayerModel, _ stack: LayerStack<S>, tolerance: Double
    ) {
        #expect(model.parameters.count == stack.parameterCount)
        // Backwards too: a shorter sample after a longer one, and the other way round.
        for sample in model.samples + model.samples.reversed() {
            let input = Sample(values: sample.values, indices: sample.indices)
            let result = stack.evaluate(input, model.parameters)
            let scale = sample.sensitivity.map(\.magnitude).max()!
            let error = relativeError(result.sensitivity, to: sample.sensitivity)
            #expect(error < tolerance, "\(model.name) \(S.precision)")
            #expect(abs(result.output[0] - sample.output) < tolerance * (1 + abs(sample.output)))
            #expect(
                abs(result.squaredNorm - sample.squared_norm) < 10 * tolerance
                    * (scale * scale + sample.squared_norm))
        }
    }

    private func stack<S: Scalar>(_ name: String, _ type: S.Type) -> LayerStack<S> {
        switch name {
        case "picture": return pictureStack()
        case "text":
            return LayerStack(
                [
                    EmbeddingLayer(offset: 0, vocabulary: 7, width: 3, steps: 7),
                    LSTMLayer(offset: 21, width: 3, units: 5, steps: 7),
                    DenseLayer(offset: 201, inputs: 5, outputs: 1),
                ], parameterCount: 207)
        case "sparse":
            return LayerStack(
                [
                    SparseDenseLayer(offset: 0, columns: 10, outputs: 6, capacity: 4),
                    ActivationLayer(.relu, capacity: 6),
                    DenseLayer(offset: 66, inputs: 6, outputs: 4),
                    ActivationLayer(.sigmoid, capacity: 4),
                    DenseLayer(offset: 94, inputs: 4, outputs: 1),
                ], parameterCount: 99)
        default: preconditionFailure("no such model: \(name)")
        }
    }

    private func pictureStack<S: Scalar>() -> LayerStack<S> {
        let first = Convolution(
            inputChannels: 2, height: 9, width: 7, outputChannels: 3, kernel: 3, padding: 1)
        let second = Convolution(inputChannels: 3, height: 4, width: 3, outputChannels: 4, kernel: 2)
        let third = Convolution(
            inputChannels: 4, height: 3, width: 2, outputChannels: 3, kernel: 3, stride: 2, padding: 1)
        return LayerStack(
            [
                ConvolutionLayer(offset: 0, shape: first),
                ActivationLayer(.relu, capacity: first.outputs),
                MaxPoolLayer(channels: 3, height: 9, width: 7, size: 2),
                ConvolutionLayer(offset: 57, shape: second),
                ActivationLayer(.relu, capacity: second.outputs),
                ConvolutionLayer(offset: 109, shape: third),
                ActivationLayer(.tanh, capacity: third.outputs),
                DenseLayer(offset: 220, inputs: third.outputs, outputs: 1),
            ], parameterCount: 227)
    }
}
