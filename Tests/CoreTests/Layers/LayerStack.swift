import Core

/// Layers one after another, and what they say of one sample.
final class LayerStack<S: Scalar> {
    struct Result {
        var output: [Double]
        /// φ, in the layout of the flat parameters.
        var sensitivity: [Double]
        var squaredNorm: Double
        /// ∂f/∂input, where asked for.
        var inputSensitivity: [Double]?
    }

    let layers: [Layer<S>]
    let parameterCount: Int

    init(_ layers: [Layer<S>], parameterCount: Int) {
        self.layers = layers
        self.parameterCount = parameterCount
    }

    func output(_ input: Sample, _ parameters: [Double]) -> [Double] {
        let parameters = parameters.map { S($0) }
        return input.withSignal(S.self) { signal in
            var signal = signal
            for layer in layers { signal = layer.forward(signal, parameters: parameters) }
            return (0..<signal.count).map { Double(signal.values![$0]) }
        }
    }

    /// Of f = delta · output.
    func evaluate(
        _ input: Sample, _ parameters: [Double], delta: [Double] = [1], needsInput: Bool = false
    ) -> Result {
        let output = output(input, parameters)
        let parameters = parameters.map { S($0) }
        var top = delta.map { S($0) }
        var inputSensitivity: [Double]?
        top.withUnsafeMutableBufferPointer { top in
            var delta = top.baseAddress
            for (number, layer) in layers.enumerated().reversed() {
                delta = layer.sensitivity(
                    delta!, parameters: parameters, needsInput: number > 0 || needsInput)
            }
            if needsInput { inputSensitivity = (0..<input.count).map { Double(delta![$0]) } }
        }
        var sensitivity = Array(repeating: S(0), count: parameterCount)
        for layer in layers { layer.accumulate(weight: 1, into: &sensitivity) }
        return Result(
            output: output, sensitivity: sensitivity.map { Double($0) },
            squaredNorm: layers.reduce(0) { $0 + Double($1.squaredNorm) }, inputSensitivity: inputSensitivity)
    }
}
