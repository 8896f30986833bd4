/// The first dense layer on a row of which most numbers are zero. Its tensor is transposed, [columns+1, outputs] with
/// the bias as last row, so that a sample touches few rows: v_j·δ at its columns j, δ at the bias.
package final class SparseDenseLayer<S: Scalar>: Layer<S> {
    package let columns: Int
    package let outputs: Int
    /// The most nonzero numbers of a row.
    package let capacity: Int

    private let memory: AlignedMemory
    private let output: UnsafeMutablePointer<S>
    /// The row's values, then 1.
    private let values: UnsafeMutablePointer<S>
    private let delta: UnsafeMutablePointer<S>
    private let rows: UnsafeMutablePointer<S>
    private let touched: UnsafeMutablePointer<UInt32>
    private var count = 0

    package init(offset: Int, columns: Int, outputs: Int, capacity: Int) {
        precondition(columns > 0 && columns < Int(UInt32.max) && outputs > 0 && capacity >= 0)
        self.columns = columns
        self.outputs = outputs
        self.capacity = capacity
        var arrangement = MemoryArrangement<S>()
        let parts = [outputs, capacity + 1, outputs, (capacity + 1) * outputs].map { arrangement.add($0) }
        memory = arrangement.makeMemory()
        let start = memory.pointer(to: S.self)
        output = start + parts[0]
        values = start + parts[1]
        delta = start + parts[2]
        rows = start + parts[3]
        touched = .allocate(capacity: capacity + 1)
        super.init(offset: offset)
    }

    deinit { touched.deallocate() }

    /// Takes ascending columns and their values.
    package override func forward(_ input: Signal<S>, parameters: UnsafePointer<S>) -> Signal<S> {
        precondition(input.count <= capacity)
        count = input.count
        if let indices = input.indices, let numbers = input.values {
            touched.update(from: indices, count: count)
            values.update(from: numbers, count: count)
        }
        touched[count] = UInt32(columns)
        values[count] = 1
        output.update(repeating: 0, count: outputs)
        LayerKernels.addRows(
            output, table: parameters + offset, numbers: touched, scales: values, count: count + 1,
            width: outputs)
        return Signal(values: output, count: outputs)
    }

    /// Writes the touched rows of φ. Nothing lies before this layer.
    package override func sensitivity(
        _ delta: UnsafeMutablePointer<S>, parameters: UnsafePointer<S>, needsInput: Bool
    ) -> UnsafeMutablePointer<S>? {
        precondition(!needsInput, "the sparse layer is the first")
        self.delta.update(from: delta, count: outputs)
        rows.update(repeating: 0, count: (count + 1) * outputs)
        S.addOuter(rows, rows: count + 1, columns: outputs, scale: 1, left: values, right: self.delta)
        return nil
    }

    /// ‖δ‖²·(Σv² + 1)
    package override var squaredNorm: S {
        LayerKernels.sumOfSquares(delta, count: outputs) * LayerKernels.sumOfSquares(values, count: count + 1)
    }

    /// As a block of `rows` is applied: a row at a time.
    package override func accumulate(weight: S, into target: UnsafeMutablePointer<S>) {
        for position in 0...count {
            S.addScaled(
                target + offset + Int(touched[position]) * outputs, scale: weight,
                values: rows + position * outputs, count: outputs)
        }
    }

    /// The sample's columns, then the bias row's number; from `forward` on.
    package override var touchedRows: UnsafeBufferPointer<UInt32>? {
        UnsafeBufferPointer(start: touched, count: count + 1)
    }

    /// φ at the touched rows: [touched, outputs].
    package var touchedValues: UnsafePointer<S> { UnsafePointer(rows) }

    /// A linear model starts at zero. With several outputs the weights are uniform with variance 1/√columns (twice that
    /// before a ReLU), biases zero: how many numbers of a row are not zero is unknown here, and this lies between
    /// 1/columns, which would all but vanish among absent columns, and 1, which suits rows of unit length.
    package override func initialise(
        _ target: UnsafeMutablePointer<S>, random: inout RandomStream, beforeReLU: Bool
    ) {
        let variance = (beforeReLU ? 2 : 1) / Double(columns).squareRoot()
        let bound = outputs == 1 ? 0 : (3 * variance).squareRoot()
        for index in 0..<(columns * outputs) { target[offset + index] = S(random.symmetric(bound)) }
        (target + offset + columns * outputs).update(repeating: 0, count: outputs)
    }
}
