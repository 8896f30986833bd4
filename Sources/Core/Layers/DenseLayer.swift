/// y = W·x + b with a tensor [outputs, inputs+1], the bias last. Its φ is the outer product δ·[x, 1]ᵀ.
package final class DenseLayer<S: Scalar>: Layer<S> {
    package let inputs: Int
    package let outputs: Int
    package var columns: Int { inputs + 1 }

    private let memory: AlignedMemory
    /// [x, 1]
    private let x: UnsafeMutablePointer<S>
    private let output: UnsafeMutablePointer<S>
    private let delta: UnsafeMutablePointer<S>
    private let left: UnsafeMutablePointer<S>
    private let inputDelta: UnsafeMutablePointer<S>

    package init(offset: Int, inputs: Int, outputs: Int) {
        precondition(inputs > 0 && outputs > 0)
        self.inputs = inputs
        self.outputs = outputs
        var arrangement = MemoryArrangement<S>()
        let parts = [inputs + 1, outputs, outputs, outputs, inputs].map { arrangement.add($0) }
        memory = arrangement.makeMemory()
        let start = memory.pointer(to: S.self)
        x = start + parts[0]
        output = start + parts[1]
        delta = start + parts[2]
        left = start + parts[3]
        inputDelta = start + parts[4]
        x[inputs] = 1
        super.init(offset: offset)
    }

    package override func forward(_ input: Signal<S>, parameters: UnsafePointer<S>) -> Signal<S> {
        precondition(input.count == inputs)
        x.update(from: input.values!, count: inputs)
        LayerKernels.affine(output, weights: parameters + offset, x: x, rows: outputs, columns: columns)
        return Signal(values: output, count: outputs)
    }

    package override func sensitivity(
        _ delta: UnsafeMutablePointer<S>, parameters: UnsafePointer<S>, needsInput: Bool
    ) -> UnsafeMutablePointer<S>? {
        self.delta.update(from: delta, count: outputs)
        guard needsInput else { return nil }
        LayerKernels.combineRows(
            inputDelta, weights: parameters + offset, left: self.delta, rows: outputs, columns: columns,
            count: inputs)
        return inputDelta
    }

    /// ‖δ‖²·(‖x‖² + 1)
    package override var squaredNorm: S {
        LayerKernels.sumOfSquares(delta, count: outputs) * LayerKernels.sumOfSquares(x, count: columns)
    }

    package override func accumulate(weight: S, into target: UnsafeMutablePointer<S>) {
        writeLeft(weight, to: left)
        S.addOuter(target + offset, rows: outputs, columns: columns, scale: 1, left: left, right: x)
    }

    /// Writes the factors of weight · φ: left = weight·δ [outputs], right = [x, 1] [inputs+1]. Their outer product
    /// has the very bits that `accumulate` adds.
    package func factors(weight: S, left: UnsafeMutablePointer<S>, right: UnsafeMutablePointer<S>) {
        writeLeft(weight, to: left)
        right.update(from: x, count: columns)
    }

    private func writeLeft(_ weight: S, to target: UnsafeMutablePointer<S>) {
        target.update(from: delta, count: outputs)
        S.scale(target, by: weight, count: outputs)
    }

    /// Uniform with variance 2/inputs before a ReLU (He et al. 2015) and 1/inputs elsewhere (LeCun), biases zero.
    package override func initialise(
        _ target: UnsafeMutablePointer<S>, random: inout RandomStream, beforeReLU: Bool
    ) {
        random.fillRows(
            target + offset, rows: outputs, columns: columns, variance: (beforeReLU ? 2 : 1) / Double(inputs))
    }
}
