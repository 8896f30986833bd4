/// A function of every element on its own. It has no parameters.
package final class ActivationLayer<S: Scalar>: Layer<S> {
    package let activation: Activation
    package let capacity: Int
    private let memory: AlignedMemory
    private var count = 0

    private var output: UnsafeMutablePointer<S> { memory.pointer(to: S.self) }

    /// For signals of up to `capacity` elements.
    package init(_ activation: Activation, capacity: Int) {
        self.activation = activation
        self.capacity = capacity
        memory = AlignedMemory(byteCount: capacity * MemoryLayout<S>.stride)
        super.init()
    }

    package override func forward(_ input: Signal<S>, parameters: UnsafePointer<S>) -> Signal<S> {
        precondition(input.count <= capacity)
        count = input.count
        LayerKernels.activate(output, input.values!, count: count, activation)
        return Signal(values: output, count: count)
    }

    /// Multiplies `delta` by the slopes in place and returns it.
    package override func sensitivity(
        _ delta: UnsafeMutablePointer<S>, parameters: UnsafePointer<S>, needsInput: Bool
    ) -> UnsafeMutablePointer<S>? {
        guard needsInput else { return nil }
        LayerKernels.multiplyBySlope(delta, output, count: count, activation)
        return delta
    }
}
