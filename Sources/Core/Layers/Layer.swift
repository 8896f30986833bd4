/// One layer of a network, one sample at a time: forward, exact sensitivity, squared norm, weighted accumulation.
///
/// Calls come in this order: `forward`, then `sensitivity`, then `squaredNorm` and any number of `accumulate`. A layer
/// keeps what the later ones need, in memory of its own made once. φ = ∂f/∂θ is never scaled here: the loss enters by
/// the weight. An abstract class and not a protocol: its calls are plain virtual ones, few a sample.
package class Layer<S: Scalar> {
    /// Position of the layer's one tensor in the flat parameters; 0 for a layer without parameters.
    package let offset: Int

    package init(offset: Int = 0) { self.offset = offset }

    /// The layer's output for one sample. The memory is the layer's, valid until its next `forward`.
    package func forward(_ input: Signal<S>, parameters: UnsafePointer<S>) -> Signal<S> {
        preconditionFailure("an abstract layer")
    }

    /// Takes ∂f/∂output, as many elements as `forward` gave, and returns ∂f/∂input in memory of the layer or in `delta`
    /// itself, which may be overwritten; nil where `needsInput` is false.
    package func sensitivity(
        _ delta: UnsafeMutablePointer<S>, parameters: UnsafePointer<S>, needsInput: Bool
    ) -> UnsafeMutablePointer<S>? {
        preconditionFailure("an abstract layer")
    }

    /// ‖φ‖² of this layer's parameters; 0 for a layer without any.
    package var squaredNorm: S { 0 }

    /// target += weight · φ, where `target` is a flat buffer of all parameters of the network.
    package func accumulate(weight: S, into target: UnsafeMutablePointer<S>) {}

    /// Row numbers of the tensor that φ of this sample touches, ascending and each once; nil: all of it.
    package var touchedRows: UnsafeBufferPointer<UInt32>? { nil }

    /// Writes the tensor's values at the start into `target`, a flat buffer of all parameters of the network: drawn in
    /// Double, in buffer order. `beforeReLU`: the layer's output goes to a ReLU, which halves its variance.
    package func initialise(
        _ target: UnsafeMutablePointer<S>, random: inout RandomStream, beforeReLU: Bool
    ) {}
}
