/// A network's layers at work, one sample at a time: any kinds of layers, in the declared order.
package final class LayeredNetwork<S: Scalar> {
    package let network: Network
    package let layers: [Layer<S>]
    /// Layers up to and with the first that has parameters need no sensitivity of their input.
    private let firstLearning: Int
    /// ∂f/∂f = 1, where the backward pass starts.
    private let one: AlignedMemory

    /// `longest` is the number of steps of the longest sample.
    package init(_ network: Network, longest: Int) {
        self.network = network
        layers = network.stages.map { $0.layer(S.self, longest: longest) }
        firstLearning = network.stages.firstIndex { $0.kind.hasParameters } ?? 0
        one = AlignedMemory(byteCount: MemoryLayout<S>.stride)
    }

    /// f of one sample.
    package func predict(_ input: Signal<S>, parameters: UnsafePointer<S>) -> S {
        var signal = input
        for layer in layers { signal = layer.forward(signal, parameters: parameters) }
        return signal.values![0]
    }

    /// f and ‖φ‖² of one sample; afterwards φ can be accumulated.
    package func evaluate(_ input: Signal<S>, parameters: UnsafePointer<S>) -> (output: S, squaredNorm: S) {
        let output = predict(input, parameters: parameters)
        var delta = one.pointer(to: S.self)
        delta[0] = 1
        var squaredNorm: S = 0
        for number in stride(from: layers.count - 1, through: firstLearning, by: -1) {
            let layer = layers[number]
            let needsInput = number > firstLearning
            let next = layer.sensitivity(delta, parameters: parameters, needsInput: needsInput)
            squaredNorm += layer.squaredNorm
            if needsInput { delta = next! }
        }
        return (output, squaredNorm)
    }

    /// The layers that have parameters, each with the number of its tensor.
    package var learningLayers: [(layer: Layer<S>, tensor: Int)] {
        let learning = zip(layers, network.stages).filter { $1.kind.hasParameters }.map(\.0)
        return learning.enumerated().map { ($1, $0) }
    }
}
