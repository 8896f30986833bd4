import Core
import Testing

/// A layer's memory outlives its samples: nothing of one may show in the next.
@Suite struct LayerMemoryTests {
    @Test func aShortSequenceAfterALongOneIsAsTheFirst() {
        let lengths = [12, 3, 0, 1, 12]
        let used = recurrentStack()
        let parameters = normals(used.parameterCount, seed: 1).map { 0.3 * $0 }
        for (number, length) in lengths.enumerated() {
            var random = RandomStream(seed: UInt64(number), purpose: .test)
            let sample = Sample(indices: (0..<length).map { _ in UInt32(random.integer(below: 6)) })
            expectSame(used.evaluate(sample, parameters), recurrentStack().evaluate(sample, parameters))
        }
    }

    @Test func aShortSparseRowAfterALongOneIsAsTheFirst() {
        func stack() -> LayerStack<Float> {
            let sparse = SparseDenseLayer<Float>(offset: 0, columns: 9, outputs: 2, capacity: 7)
            return LayerStack([sparse], parameterCount: 20)
        }
        let (used, parameters) = (stack(), normals(20, seed: 1))
        for columns: [UInt32] in [[0, 1, 3, 4, 5, 7, 8], [2], [], [1, 8]] {
            let sample = Sample(values: normals(columns.count, seed: 5), indices: columns)
            let delta = normals(2, seed: UInt64(columns.count))
            expectSame(
                used.evaluate(sample, parameters, delta: delta),
                stack().evaluate(sample, parameters, delta: delta))
        }
    }

    @Test(arguments: [1, 2]) func aPictureAfterAnotherIsAsTheFirst(stride: Int) {
        func stack() -> LayerStack<Float> {
            let shape = Convolution(
                inputChannels: 2, height: 7, width: 6, outputChannels: 3, kernel: 3, stride: stride,
                padding: 1)
            return LayerStack(
                [
                    ConvolutionLayer(offset: 0, shape: shape),
                    MaxPoolLayer(
                        channels: 3, height: shape.outputHeight, width: shape.outputWidth, size: 2),
                ], parameterCount: 57)
        }
        let (used, parameters) = (stack(), normals(57, seed: 1))
        for seed: UInt64 in 1...3 {
            let sample = Sample(values: normals(84, seed: seed))
            let delta = normals(stride == 1 ? 27 : 6, seed: seed + 10)
            expectSame(
                used.evaluate(sample, parameters, delta: delta, needsInput: true),
                stack().evaluate(sample, parameters, delta: delta, needsInput: true))
        }
    }

    private func recurrentStack() -> LayerStack<Float> {
        LayerStack(
            [
                EmbeddingLayer(offset: 0, vocabulary: 6, width: 3, steps: 12),
                LSTMLayer(offset: 18, width: 3, units: 5, steps: 12),
                DenseLayer(offset: 198, inputs: 5, outputs: 1),
            ], parameterCount: 204)
    }

    private func expectSame(_ found: LayerStack<Float>.Result, _ expected: LayerStack<Float>.Result) {
        #expect(found.output == expected.output)
        #expect(found.sensitivity == expected.sensitivity)
        #expect(found.squaredNorm == expected.squaredNorm)
        #expect(found.inputSensitivity == expected.inputSensitivity)
    }
}
