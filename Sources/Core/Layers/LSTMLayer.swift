internal import CKernels

/// A long short-term memory (Hochreiter & Schmidhuber 1997, with forget gate): a sequence [steps, width] becomes the last
/// hidden state [units], zeros if there is no step. Its tensor is [4·units, width+units+1]: gates in the order i, f, g,
/// o, each taking [x_t, h_(t−1), 1]. Back-propagation goes through all steps.
///
///     i, f, o = σ(…), g = tanh(…), c_t = f·c_(t−1) + i·g, h_t = o·tanh(c_t)
package final class LSTMLayer<S: Scalar>: Layer<S> {
    package let width: Int
    package let units: Int
    /// The longest sequence it takes.
    package let steps: Int
    package var columns: Int { width + units + 1 }

    private let memory: AlignedMemory
    private let start: UnsafeMutablePointer<S>
    private let parts: LSTMParts
    private let lists: LSTMOffsets
    private var count = 0

    package init(offset: Int, width: Int, units: Int, steps: Int) {
        precondition(width > 0 && units > 0 && steps >= 0)
        self.width = width
        self.units = units
        self.steps = steps
        var arrangement = MemoryArrangement<S>()
        parts = LSTMParts(&arrangement, width: width, units: units, steps: steps)
        memory = arrangement.makeMemory()
        start = memory.pointer(to: S.self)
        lists = LSTMOffsets(parts, width: width, units: units, steps: steps)
        // The bias's 1 ends each row [x_t, h_(t−1), 1]. The first row's h and c stay zero.
        for step in 0...steps { start[parts.rows + step * parts.stride + width + units] = 1 }
        super.init(offset: offset)
    }

    package override func forward(_ input: Signal<S>, parameters: UnsafePointer<S>) -> Signal<S> {
        precondition(input.count <= steps * width && input.count % width == 0)
        count = input.count / width
        let output = start + parts.output
        guard count > 0 else {
            output.update(repeating: 0, count: units)
            return Signal(values: output, count: units)
        }
        split(parameters + offset)
        LayerKernels.copyRows(
            start + parts.rows, RowSpacing(block: 0, row: parts.stride), input.values!,
            RowSpacing(block: 0, row: width), blocks: 1, rows: count, columns: width)
        addInputs()
        runSteps()
        output.update(from: start + parts.rows + count * parts.stride + width, count: units)
        return Signal(values: output, count: units)
    }

    package override func sensitivity(
        _ delta: UnsafeMutablePointer<S>, parameters: UnsafePointer<S>, needsInput: Bool
    ) -> UnsafeMutablePointer<S>? {
        (start + parts.hidden).update(repeating: 0, count: 2 * parts.padded)
        (start + parts.hidden).update(from: delta, count: units)
        runStepsBack()
        writeGradient()
        guard needsInput else { return nil }
        writeInputDelta()
        return start + parts.inputDelta
    }

    package override var squaredNorm: S {
        LayerKernels.sumOfSquares(start + parts.gradient, count: 4 * units * columns)
    }

    package override func accumulate(weight: S, into target: UnsafeMutablePointer<S>) {
        S.addScaled(
            target + offset, scale: weight, values: start + parts.gradient, count: 4 * units * columns)
    }

    /// Uniform in ±1/√units as in PyTorch; biases zero, but 1 for the forget gates, so that memory lasts at first
    /// (Jozefowicz et al. 2015).
    package override func initialise(
        _ target: UnsafeMutablePointer<S>, random: inout RandomStream, beforeReLU: Bool
    ) {
        random.fillRows(
            target + offset, rows: 4 * units, columns: columns, variance: 1 / (3 * Double(units)))
        for unit in units..<(2 * units) { target[offset + unit * columns + columns - 1] = 1 }
    }

    private func split(_ weights: UnsafePointer<S>) {
        let (units, width, paddedWidth) = (Int64(units), Int64(width), Int64(parts.paddedWidth))
        let (inputs, transposed) = (start + parts.inputs, start + parts.inputsForward)
        let (ahead, back, bias) = (start + parts.forward, start + parts.backward, start + parts.bias)
        if S.precision == .float32 {
            ignd_lstm_split_f32(
                reading(weights), units, width, writing(inputs), paddedWidth, writing(transposed),
                writing(ahead), writing(back), writing(bias))
        } else {
            ignd_lstm_split_f64(
                reading(weights), units, width, writing(inputs), paddedWidth, writing(transposed),
                writing(ahead), writing(back), writing(bias))
        }
    }

    /// gates[t] = W_x·x_t for all steps.
    private func addInputs() {
        WindowProduct.multiply(
            .init(start: start + parts.rows, offsets: lists.ascending.start, stride: parts.stride),
            .init(start: start + parts.inputsForward, offsets: lists.gateRows.start),
            into: start + parts.gates, stride: 4 * parts.padded, rows: count, columns: 4 * parts.padded,
            terms: width)
    }

    /// φ = Σ_t δ_t·[x_t, h_(t−1), 1]ᵀ, gate by gate: between the gates δ has padding, φ has none.
    private func writeGradient() {
        let (gradient, block) = (start + parts.gradientRows, parts.stride)
        for gate in 0..<4 {
            WindowProduct.multiply(
                .init(
                    start: start + parts.gates + gate * parts.padded, offsets: lists.gateRows.start, stride: 1
                ),
                .init(start: start + parts.rows, offsets: lists.rows.start),
                into: gradient + gate * units * block, stride: block, rows: units, columns: columns,
                terms: count)
        }
        LayerKernels.copyRows(
            start + parts.gradient, RowSpacing(block: 0, row: columns), gradient,
            RowSpacing(block: 0, row: block), blocks: 1, rows: 4 * units, columns: columns)
    }

    /// W_xᵀ·δ_t for all steps.
    private func writeInputDelta() {
        let target = start + parts.inputDelta
        WindowProduct.multiply(
            .init(start: start + parts.gates, offsets: lists.gates.start, stride: 4 * parts.padded),
            .init(start: start + parts.inputs, offsets: lists.inputRows.start), into: target,
            stride: parts.paddedWidth, rows: count, columns: width, terms: 4 * units)
        LayerKernels.copyRows(
            target, RowSpacing(block: 0, row: width), target, RowSpacing(block: 0, row: parts.paddedWidth),
            blocks: 1, rows: count, columns: width)
    }

    private func runSteps() {
        if S.precision == .float32 {
            var form = kernelForm32()
            ignd_lstm_forward_f32(&form)
        } else {
            var form = kernelForm64()
            ignd_lstm_forward_f64(&form)
        }
    }

    private func runStepsBack() {
        let (hidden, cell) = (start + parts.hidden, start + parts.hidden + parts.padded)
        if S.precision == .float32 {
            var form = kernelForm32()
            ignd_lstm_backward_f32(&form, writing(hidden), writing(cell))
        } else {
            var form = kernelForm64()
            ignd_lstm_backward_f64(&form, writing(hidden), writing(cell))
        }
    }

    private func kernelForm32() -> ignd_lstm_f32 {
        ignd_lstm_f32(
            steps: Int64(count), width: Int64(width), units: Int64(units), padded: Int64(parts.padded),
            stride: Int64(parts.stride), bias: writing(start + parts.bias),
            forward: writing(start + parts.forward), backward: writing(start + parts.backward),
            rows: writing(start + parts.rows), gates: writing(start + parts.gates),
            cells: writing(start + parts.cells), saturated: writing(start + parts.saturated))
    }

    private func kernelForm64() -> ignd_lstm_f64 {
        ignd_lstm_f64(
            steps: Int64(count), width: Int64(width), units: Int64(units), padded: Int64(parts.padded),
            stride: Int64(parts.stride), bias: writing(start + parts.bias),
            forward: writing(start + parts.forward), backward: writing(start + parts.backward),
            rows: writing(start + parts.rows), gates: writing(start + parts.gates),
            cells: writing(start + parts.cells), saturated: writing(start + parts.saturated))
    }
}
