import Core
import Foundation
import Testing

/// Float against Double at widths that fill the vectors, and the functions of activations against libm.
@Suite struct LayerPrecisionTests {
    @Test func aConvolutionalNetworkInFloatFollowsDouble() {
        let sample = Sample(values: normals(3 * 40 * 61, seed: 1))
        expectClose(sample, pictures(Float.self), pictures(Double.self), scale: 0.1)
    }

    @Test(arguments: [(16, 16), (64, 64), (40, 100), (7, 130)]) func anLSTMInFloatFollowsDouble(
        width: Int, units: Int
    ) {
        let sample = Sample(values: normals(31 * width, seed: 1))
        expectClose(
            sample, sequence(Float.self, width, units), sequence(Double.self, width, units), scale: 0.1)
    }

    @Test func aWideDenseLayerInFloatFollowsDouble() {
        func stack<S: Scalar>(_ type: S.Type) -> LayerStack<S> {
            LayerStack(
                [
                    DenseLayer(offset: 0, inputs: 517, outputs: 70), ActivationLayer(.tanh, capacity: 70),
                    DenseLayer(offset: 70 * 518, inputs: 70, outputs: 1),
                ], parameterCount: 70 * 518 + 71)
        }
        let sample = Sample(values: normals(517, seed: 1))
        expectClose(sample, stack(Float.self), stack(Double.self), scale: 0.05)
    }

    @Test(arguments: [Activation.tanh, .sigmoid]) func activationsFollowTheLibrary(activation: Activation) {
        let points = stride(from: -30.0, through: 30, by: 0.0037) + [0, 1e-300, -1e-9, 1e-5, 100, -100, 800]
        func value(_ x: Double) -> Double { activation == .tanh ? tanh(x) : 1 / (1 + exp(-x)) }
        // In single precision what lies below e^-87 stays at the smallest normal numbers, hence the bounds.
        #expect(largestError(Double.self, activation, points.filter { $0 > -700 }, value) <= 1e-15)
        #expect(largestError(Float.self, activation, points.filter { $0 > -80 }, value) <= 3e-7)
    }

    /// Relative, at the points as their type holds them.
    private func largestError<S: Scalar>(
        _ type: S.Type, _ activation: Activation, _ points: [Double], _ value: (Double) -> Double
    ) -> Double {
        let rounded = points.map { Double(S($0)) }
        return zip(rounded, outputs(type, activation, rounded)).map { x, found in
            value(x) == 0 ? found.magnitude : (found / value(x) - 1).magnitude
        }.max()!
    }

    @Test(arguments: Activation.allCases) func notANumberStays(activation: Activation) {
        for found in outputs(Float.self, activation, [.nan, 1, .nan]).enumerated() {
            #expect(found.element.isNaN == (found.offset != 1))
        }
    }

    private func outputs<S: Scalar>(
        _ type: S.Type, _ activation: Activation, _ points: [Double]
    ) -> [Double] {
        let layer = ActivationLayer<S>(activation, capacity: points.count)
        return LayerStack([layer], parameterCount: 0).output(Sample(values: points), [])
    }

    private func pictures<S: Scalar>(_ type: S.Type) -> LayerStack<S> {
        let first = Convolution(
            inputChannels: 3, height: 40, width: 61, outputChannels: 11, kernel: 5, padding: 2)
        let second = Convolution(
            inputChannels: 11, height: 20, width: 30, outputChannels: 18, kernel: 3, stride: 2, padding: 1)
        let (third, last) = (first.outputChannels * first.columns, second.outputs)
        let dense = third + second.outputChannels * second.columns
        return LayerStack(
            [
                ConvolutionLayer(offset: 0, shape: first),
                MaxPoolLayer(channels: 11, height: 40, width: 61, size: 2),
                ConvolutionLayer(offset: third, shape: second), ActivationLayer(.sigmoid, capacity: last),
                DenseLayer(offset: dense, inputs: last, outputs: 1),
            ], parameterCount: dense + last + 1)
    }

    private func sequence<S: Scalar>(_ type: S.Type, _ width: Int, _ units: Int) -> LayerStack<S> {
        let last = 4 * units * (width + units + 1)
        return LayerStack(
            [
                LSTMLayer(offset: 0, width: width, units: units, steps: 31),
                DenseLayer(offset: last, inputs: units, outputs: 1),
            ], parameterCount: last + units + 1)
    }

    private func expectClose(
        _ sample: Sample, _ single: LayerStack<Float>, _ double: LayerStack<Double>, scale: Double
    ) {
        let parameters = normals(double.parameterCount, seed: 2).map { Double(Float(scale * $0)) }
        let rounded = Sample(values: sample.values!.map { Double(Float($0)) })
        let found = single.evaluate(rounded, parameters, needsInput: true)
        let expected = double.evaluate(rounded, parameters, needsInput: true)
        #expect(abs(found.output[0] - expected.output[0]) < 2e-6 * (1 + abs(expected.output[0])))
        #expect(relativeError(found.sensitivity, to: expected.sensitivity) < 5e-6)
        #expect(relativeError(found.inputSensitivity!, to: expected.inputSensitivity!) < 5e-6)
        #expect(relativeError([found.squaredNorm], to: [expected.squaredNorm]) < 5e-6)
        let norm = expected.sensitivity.reduce(0) { $0 + $1 * $1 }
        #expect(abs(expected.squaredNorm - norm) < 1e-12 * norm)
    }
}
