/// A two-dimensional convolution with zero padding. Its tensor is [outputChannels, inputChannels·kernel² + 1]: weights
/// in the order [input channel, row, column], then the bias. φ is dense: one sum over all positions for each weight.
package final class ConvolutionLayer<S: Scalar>: Layer<S> {
    package let shape: Convolution
    private let plan: any ConvolutionPlan<S>
    private let memory: AlignedMemory
    /// φ, [outputChannels, windowSize + 1].
    private let gradient: UnsafeMutablePointer<S>

    package init(offset: Int, shape: Convolution) {
        precondition(shape.isValid)
        self.shape = shape
        plan = shape.stride == 1 ? ShiftedConvolution<S>(shape) : GatheredConvolution<S>(shape)
        memory = AlignedMemory(byteCount: shape.outputChannels * shape.columns * MemoryLayout<S>.stride)
        gradient = memory.pointer(to: S.self)
        super.init(offset: offset)
    }

    package override func forward(_ input: Signal<S>, parameters: UnsafePointer<S>) -> Signal<S> {
        precondition(input.count == shape.inputs)
        return Signal(
            values: plan.forward(input.values!, weights: parameters + offset), count: shape.outputs)
    }

    package override func sensitivity(
        _ delta: UnsafeMutablePointer<S>, parameters: UnsafePointer<S>, needsInput: Bool
    ) -> UnsafeMutablePointer<S>? {
        plan.takeDelta(delta)
        plan.writeGradient(gradient)
        let positions = shape.outputHeight * shape.outputWidth
        for channel in 0..<shape.outputChannels {
            gradient[channel * shape.columns + shape.windowSize] = LayerKernels.sum(
                delta + channel * positions, count: positions)
        }
        return needsInput ? plan.inputDelta(weights: parameters + offset) : nil
    }

    package override var squaredNorm: S {
        LayerKernels.sumOfSquares(gradient, count: shape.outputChannels * shape.columns)
    }

    package override func accumulate(weight: S, into target: UnsafeMutablePointer<S>) {
        S.addScaled(
            target + offset, scale: weight, values: gradient, count: shape.outputChannels * shape.columns)
    }

    /// Uniform with variance 2/windowSize before a ReLU and 1/windowSize elsewhere, biases zero.
    package override func initialise(
        _ target: UnsafeMutablePointer<S>, random: inout RandomStream, beforeReLU: Bool
    ) {
        random.fillRows(
            target + offset, rows: shape.outputChannels, columns: shape.columns,
            variance: (beforeReLU ? 2 : 1) / Double(shape.windowSize))
    }
}
