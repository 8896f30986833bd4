/// A row of a table for each token: [steps] token numbers become [steps, width]. Its tensor is [vocabulary, width].
package final class EmbeddingLayer<S: Scalar>: Layer<S> {
    package let vocabulary: Int
    package let width: Int
    /// The longest sequence it takes.
    package let steps: Int

    private let memory: AlignedMemory
    private let output: UnsafeMutablePointer<S>
    private let sums: UnsafeMutablePointer<S>
    private let tokens: UnsafeMutablePointer<UInt32>
    private let touched: UnsafeMutablePointer<UInt32>
    private let scratch: UnsafeMutablePointer<UInt64>
    private var count = 0
    private var touchedCount = 0

    package init(offset: Int, vocabulary: Int, width: Int, steps: Int) {
        precondition(vocabulary > 0 && vocabulary <= Int(UInt32.max) && width > 0 && steps >= 0)
        self.vocabulary = vocabulary
        self.width = width
        self.steps = steps
        var arrangement = MemoryArrangement<S>()
        let parts = [steps * width, steps * width].map { arrangement.add($0) }
        memory = arrangement.makeMemory()
        output = memory.pointer(to: S.self) + parts[0]
        sums = memory.pointer(to: S.self) + parts[1]
        tokens = .allocate(capacity: steps)
        touched = .allocate(capacity: steps)
        scratch = .allocate(capacity: 2 * steps)
        super.init(offset: offset)
    }

    deinit {
        tokens.deallocate()
        touched.deallocate()
        scratch.deallocate()
    }

    /// Takes the tokens of a sequence; each must be below `vocabulary`.
    package override func forward(_ input: Signal<S>, parameters: UnsafePointer<S>) -> Signal<S> {
        precondition(input.count <= steps)
        count = input.count
        if let indices = input.indices { tokens.update(from: indices, count: count) }
        LayerKernels.gatherRows(
            output, table: parameters + offset, numbers: tokens, count: count, width: width)
        return Signal(values: output, count: count * width)
    }

    /// Sums the rows of a token that occurs more than once. Nothing lies before an embedding.
    package override func sensitivity(
        _ delta: UnsafeMutablePointer<S>, parameters: UnsafePointer<S>, needsInput: Bool
    ) -> UnsafeMutablePointer<S>? {
        precondition(!needsInput, "a token has no derivative")
        touchedCount = LayerKernels.sumRows(
            sums, touched: touched, delta: delta, numbers: tokens, count: count, width: width,
            scratch: scratch)
        return nil
    }

    package override var squaredNorm: S { LayerKernels.sumOfSquares(sums, count: touchedCount * width) }

    /// As a block of `rows` is applied: a row at a time.
    package override func accumulate(weight: S, into target: UnsafeMutablePointer<S>) {
        for position in 0..<touchedCount {
            S.addScaled(
                target + offset + Int(touched[position]) * width, scale: weight,
                values: sums + position * width, count: width)
        }
    }

    /// The sample's tokens, ascending and each once; from `sensitivity` on.
    package override var touchedRows: UnsafeBufferPointer<UInt32>? {
        UnsafeBufferPointer(start: touched, count: touchedCount)
    }

    /// φ at the touched rows: [touched, width].
    package var touchedValues: UnsafePointer<S> { UnsafePointer(sums) }

    /// Uniform with standard deviation 0.1: with N(0, 1), as elsewhere, a rare token's first value drowns what the few
    /// steps that touch it can change.
    package override func initialise(
        _ target: UnsafeMutablePointer<S>, random: inout RandomStream, beforeReLU: Bool
    ) {
        let bound = 0.1 * 3.0.squareRoot()
        for index in 0..<(vocabulary * width) { target[offset + index] = S(random.symmetric(bound)) }
    }
}
