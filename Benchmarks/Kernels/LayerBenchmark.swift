import Core

/// Training steps of a stack of layers, one sample at a time, IGND beside plain gradient descent: forward,
/// sensitivity, squared norm, then the direction goes straight into the parameters.
struct LayerBenchmark {
    let name: String
    private let layers: [Layer<Float>]
    private let parameterCount: Int
    private let samples: [LayerSample]

    func run() {
        let results = Measurement.interleaved(
            runs: 7, samples: samples.count,
            [steps(.ignd(epsilon: 0, lambda: 1e-8), rate: 0.01), steps(.none, rate: 1e-6)])
        for (method, result) in zip(["ignd", "sgd"], results) {
            result.report(["model": name, "precision": "float32", "method": method, "form": "serial"])
        }
    }

    private func steps(_ normalizer: Normalizer, rate: Double) -> () -> Void {
        let objective = Objective(loss: .squared, normalizer: normalizer)
        let memory = AlignedMemory(byteCount: parameterCount * 4)
        let parameters = memory.pointer(to: Float.self)
        var random = RandomStream(seed: 1, purpose: .initialisation)
        for layer in layers { layer.initialise(parameters, random: &random, beforeReLU: true) }
        return {
            for sample in samples { step(sample, parameters, objective, rate) }
            precondition(parameters[0].isFinite, "a benchmark that diverges measures nothing")
            withExtendedLifetime(memory) {}
        }
    }

    private func step(
        _ sample: LayerSample, _ parameters: UnsafeMutablePointer<Float>, _ objective: Objective,
        _ rate: Double
    ) {
        var signal = sample.signal
        for layer in layers { signal = layer.forward(signal, parameters: parameters) }
        let prediction = Double(signal.values![0])
        var one = Float(1)
        withUnsafeMutablePointer(to: &one) { top in
            var delta: UnsafeMutablePointer<Float>? = top
            for (number, layer) in layers.enumerated().reversed() {
                delta = layer.sensitivity(delta!, parameters: parameters, needsInput: number > 0)
            }
        }
        var norm = 0.0
        if objective.normalizer != .none { for layer in layers { norm += Double(layer.squaredNorm) } }
        let factor = objective.factor(prediction: prediction, target: sample.target, squaredNorm: norm)
        for layer in layers { layer.accumulate(weight: Float(-rate * factor), into: parameters) }
    }

    /// Pictures of 64 x 64 in three channels: 3 x 3 convolutions with a ReLU and a pool behind each, then two dense
    /// layers.
    static func picture(channels: [Int], dense: [Int]) -> LayerBenchmark {
        var (layers, offset, edge): ([Layer<Float>], Int, Int) = ([], 0, 64)
        for (inputs, outputs) in zip([3] + channels, channels) {
            let shape = Convolution(
                inputChannels: inputs, height: edge, width: edge, outputChannels: outputs, kernel: 3,
                padding: 1)
            layers.append(ConvolutionLayer(offset: offset, shape: shape))
            layers.append(ActivationLayer(.relu, capacity: shape.outputs))
            layers.append(MaxPoolLayer(channels: outputs, height: edge, width: edge, size: 2))
            offset += outputs * shape.columns
            edge /= 2
        }
        var width = channels.last! * edge * edge
        for units in dense + [1] {
            layers.append(DenseLayer(offset: offset, inputs: width, outputs: units))
            if units > 1 { layers.append(ActivationLayer(.relu, capacity: units)) }
            offset += units * (width + 1)
            width = units
        }
        let name = "cnn-" + (channels + dense + [1]).map(String.init).joined(separator: "-")
        let samples = (0..<64).map { LayerSample(picture: 3 * 64 * 64, seed: $0) }
        return LayerBenchmark(name: name, layers: layers, parameterCount: offset, samples: samples)
    }

    /// Texts of 250 tokens through an embedding and an LSTM.
    static func text(width: Int, units: Int) -> LayerBenchmark {
        let (vocabulary, steps) = (10_000, 250)
        let recurrent = vocabulary * width
        let last = recurrent + 4 * units * (width + units + 1)
        let layers = [
            EmbeddingLayer<Float>(offset: 0, vocabulary: vocabulary, width: width, steps: steps),
            LSTMLayer<Float>(offset: recurrent, width: width, units: units, steps: steps),
            DenseLayer<Float>(offset: last, inputs: units, outputs: 1),
        ]
        let samples = (0..<64).map { LayerSample(tokens: steps, below: vocabulary, seed: $0) }
        return LayerBenchmark(
            name: "lstm-\(width)-\(units)-\(steps)", layers: layers, parameterCount: last + units + 1,
            samples: samples)
    }
}
